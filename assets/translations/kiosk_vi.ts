<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="vi" sourcelanguage="en">
<context>
    <name>AskFaceConsent</name>
    <message>
        <source>May the kiosk compare your face with the photo in your card?</source>
        <translation>{You} có đồng ý để máy so khuôn&#xa0;mặt với ảnh trong thẻ không?</translation>
    </message>
    <message>
        <source>The camera looks at your face for some seconds, to see that the card is yours.</source>
        <translation>Camera nhìn khuôn&#xa0;mặt {you} vài giây, để biết thẻ này đúng là của {you}.</translation>
    </message>
    <message>
        <source>Nothing of your face is kept.</source>
        <translation>Không lưu lại gì về khuôn&#xa0;mặt của {you}.</translation>
    </message>
    <message>
        <source>Without it you go on just the same: staff look at the card.</source>
        <translation>Nếu không, {you} vẫn khám như thường: nhân viên sẽ xem thẻ.</translation>
    </message>
    <message>
        <source>Without my face</source>
        <translation>Không dùng khuôn&#xa0;mặt</translation>
    </message>
    <message>
        <source>With my face</source>
        <translation>Dùng khuôn&#xa0;mặt</translation>
    </message>
    <message>
        <source>May the kiosk look for you by your face?</source>
        <translation>{You} có đồng ý để máy tìm hồ sơ bằng khuôn&#xa0;mặt không?</translation>
    </message>
    <message>
        <source>Your face is compared with those of patients who agreed to be recognised here.</source>
        <translation>Máy so khuôn&#xa0;mặt {you} với những người bệnh đã đồng ý cho nhận diện ở đây.</translation>
    </message>
    <message>
        <source>Nothing of this look is kept.</source>
        <translation>Không lưu lại gì từ lần nhìn này.</translation>
    </message>
    <message>
        <source>Without it you use a card or a code, or type a number.</source>
        <translation>Nếu không, {you} dùng thẻ, đưa mã hoặc nhập số.</translation>
    </message>
    <message>
        <source>May the hospital keep your face, to know you without a card?</source>
        <translation>{You} có đồng ý để bệnh viện lưu khuôn&#xa0;mặt, lần sau khỏi cần thẻ không?</translation>
    </message>
    <message>
        <source>Numbers that describe your face are kept at this hospital, and no picture.</source>
        <translation>Bệnh viện này lưu các con số mô tả khuôn&#xa0;mặt, không lưu ảnh.</translation>
    </message>
    <message>
        <source>Until you delete them: at the kiosk, or at {desk}.</source>
        <translation>Lưu đến khi {you} xóa: tại máy này hoặc tại {desk}.</translation>
    </message>
    <message>
        <source>Without it you use your card, as today.</source>
        <translation>Nếu không, lần sau {you} dùng thẻ như hôm nay.</translation>
    </message>
    <message>
        <source>Do not keep it</source>
        <translation>Không lưu</translation>
    </message>
    <message>
        <source>Keep my face</source>
        <translation>Lưu khuôn&#xa0;mặt</translation>
    </message>
</context>
<context>
    <name>AskPhone</name>
    <message>
        <source>Type your phone number</source>
        <translation>Mời {you} nhập số điện thoại</translation>
    </message>
    <message>
        <source>Yours, or your companion&apos;s.</source>
        <translation>Số của {you} hoặc của người đi cùng.</translation>
    </message>
    <message>
        <source>Continue without a number</source>
        <translation>Tiếp tục, không để lại số</translation>
    </message>
    <message>
        <source>A phone number begins with 0.</source>
        <translation>Số điện thoại bắt đầu bằng số 0.</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Tiếp tục</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Quay lại</translation>
    </message>
    <message>
        <source>A phone number has 10 digits.</source>
        <translation>Số điện thoại có 10 chữ số.</translation>
    </message>
    <message>
        <source>{missing} digits are missing.</source>
        <translation>Còn thiếu {missing} chữ số.</translation>
    </message>
    <message>
        <source>1 digit is missing.</source>
        <translation>Còn thiếu 1 chữ số.</translation>
    </message>
    <message>
        <source>No digit is missing.</source>
        <translation>Đã đủ chữ số.</translation>
    </message>
</context>
<context>
    <name>ChooseAppointment</name>
    <message>
        <source>Which appointment are you here for?</source>
        <translation>{You} đến khám theo lịch hẹn nào?</translation>
    </message>
    <message>
        <source>I am here for something else</source>
        <translation>Tôi đến khám việc khác</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Quay lại</translation>
    </message>
    <message>
        <source>Room {room}</source>
        <translation>Phòng {room}</translation>
    </message>
</context>
<context>
    <name>ChooseService</name>
    <message>
        <source>What do you need?</source>
        <translation>{You} cần khám gì?</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Quay lại</translation>
    </message>
    <message>
        <source>Closed now</source>
        <translation>Đang ngừng nhận</translation>
    </message>
</context>
<context>
    <name>ConfirmBirthDate</name>
    <message>
        <source>Type your date of birth</source>
        <translation>Mời {you} nhập ngày&#xa0;sinh</translation>
    </message>
    <message>
        <source>Day, month, year: 15 03 1952. If your card has the year alone: 1952.</source>
        <translation>Ngày, tháng, năm: 15 03 1952. Nếu thẻ chỉ ghi năm sinh: 1952.</translation>
    </message>
    <message>
        <source>Continue, if your card has the year alone. Else type the whole date.</source>
        <translation>Bấm Tiếp tục nếu thẻ chỉ ghi năm sinh. Nếu không, nhập đủ ngày.</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Tiếp tục</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Quay lại</translation>
    </message>
</context>
<context>
    <name>ConfirmIdentity</name>
    <message>
        <source>Is this you?</source>
        <translation>Có phải {you} không?</translation>
    </message>
    <message>
        <source>Are these details right?</source>
        <translation>Thông tin này có đúng không?</translation>
    </message>
    <message>
        <source>Male</source>
        <translation>Nam</translation>
    </message>
    <message>
        <source>Female</source>
        <translation>Nữ</translation>
    </message>
    <message>
        <source>born in {year}</source>
        <translation>sinh năm {year}</translation>
    </message>
    <message>
        <source>Genuine card, chip checked</source>
        <translation>Chip xác nhận thẻ thật</translation>
    </message>
    <message>
        <source>The hospital&apos;s system cannot be reached now</source>
        <translation>Hiện chưa kết nối được với hệ thống bệnh viện</translation>
    </message>
    <message>
        <source>The hospital has no record of you yet</source>
        <translation>Bệnh viện chưa có hồ sơ của {you}</translation>
    </message>
    <message>
        <source>You go ahead: {groups}</source>
        <translation>Được ưu tiên: {groups}</translation>
    </message>
    <message>
        <source>Your face has been deleted</source>
        <translation>Đã xóa khuôn&#xa0;mặt của {you}</translation>
    </message>
    <message>
        <source>Delete the face kept of me</source>
        <translation>Xóa khuôn&#xa0;mặt đã lưu</translation>
    </message>
    <message>
        <source>Insurance valid, pays {percent}%</source>
        <translation>Thẻ BHYT còn hạn, hưởng {percent}%</translation>
    </message>
    <message>
        <source>Not deleted yet: try again, or go to {desk}</source>
        <translation>Chưa xóa được: hãy thử lại, hoặc đến {desk}</translation>
    </message>
    <message>
        <source>{service} appointment at {time}</source>
        <translation>Hẹn khám {service} lúc {time}</translation>
    </message>
    <message>
        <source>Yes, take my number</source>
        <translation>Đúng, lấy số khám</translation>
    </message>
    <message>
        <source>Yes, continue</source>
        <translation>Đúng, tiếp tục</translation>
    </message>
    <message>
        <source>This is not me</source>
        <translation>Không phải tôi</translation>
    </message>
    <message>
        <source>Not right</source>
        <translation>Không đúng</translation>
    </message>
    <message>
        <source>Change who goes ahead</source>
        <translation>Đổi diện ưu tiên</translation>
    </message>
    <message>
        <source>I belong to a priority group</source>
        <translation>Tôi thuộc diện ưu tiên</translation>
    </message>
</context>
<context>
    <name>Dock</name>
    <message>
        <source>Without hands</source>
        <translation>Tự chạy</translation>
    </message>
    <message>
        <source>Play by itself, one patient after another</source>
        <translation>Tự chạy, hết người bệnh này đến người bệnh khác</translation>
    </message>
</context>
<context>
    <name>DockAccount</name>
    <message>
        <source>page</source>
        <translation>trang</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>đã trả lời</translation>
    </message>
    <message>
        <source>answered by itself</source>
        <translation>tự trả lời</translation>
    </message>
    <message>
        <source>taken away</source>
        <translation>đã cất trang</translation>
    </message>
    <message>
        <source>shown</source>
        <translation>hiển thị</translation>
    </message>
    <message>
        <source>notice</source>
        <translation>thông báo</translation>
    </message>
    <message>
        <source>step</source>
        <translation>bước</translation>
    </message>
    <message>
        <source>still there?</source>
        <translation>hỏi còn đó không</translation>
    </message>
    <message>
        <source>call for staff</source>
        <translation>gọi nhân viên</translation>
    </message>
    <message>
        <source>ticket after</source>
        <translation>có phiếu sau</translation>
    </message>
    <message>
        <source>visit over</source>
        <translation>hết lượt</translation>
    </message>
    <message>
        <source>read the code</source>
        <translation>đọc mã</translation>
    </message>
    <message>
        <source>read the chip</source>
        <translation>đọc chip</translation>
    </message>
    <message>
        <source>find the patient</source>
        <translation>tìm người bệnh</translation>
    </message>
    <message>
        <source>register the patient</source>
        <translation>đăng ký người bệnh</translation>
    </message>
    <message>
        <source>insurance, appointments, services</source>
        <translation>BHYT, lịch hẹn, dịch vụ</translation>
    </message>
    <message>
        <source>check in</source>
        <translation>lấy số</translation>
    </message>
    <message>
        <source>draw the ticket</source>
        <translation>vẽ phiếu</translation>
    </message>
    <message>
        <source>print</source>
        <translation>in phiếu</translation>
    </message>
    <message>
        <source>report the paper</source>
        <translation>báo đã in</translation>
    </message>
    <message>
        <source>The visit, step by step</source>
        <translation>Lượt khám, từng bước</translation>
    </message>
</context>
<context>
    <name>DockCard</name>
    <message>
        <source>A bank card</source>
        <translation>Thẻ ngân hàng</translation>
    </message>
    <message>
        <source>A card on its wrong side</source>
        <translation>Thẻ đặt sai mặt</translation>
    </message>
    <message>
        <source>The reader is not plugged in</source>
        <translation>Chưa cắm đầu đọc</translation>
    </message>
    <message>
        <source>The card is being made…</source>
        <translation>Đang tạo thẻ…</translation>
    </message>
    <message>
        <source>Nothing lies on the reader</source>
        <translation>Chưa có gì trên đầu đọc</translation>
    </message>
    <message>
        <source>Chip card reader</source>
        <translation>Đầu đọc thẻ chip</translation>
    </message>
    <message>
        <source>Lay this patient&apos;s card</source>
        <translation>Đặt thẻ người này</translation>
    </message>
    <message>
        <source>Bank card</source>
        <translation>Thẻ ngân hàng</translation>
    </message>
    <message>
        <source>Wrong side</source>
        <translation>Sai mặt</translation>
    </message>
    <message>
        <source>Take away</source>
        <translation>Lấy ra</translation>
    </message>
    <message>
        <source>Put back</source>
        <translation>Đặt lại</translation>
    </message>
    <message>
        <source>Plugged in</source>
        <translation>Đang cắm</translation>
    </message>
    <message>
        <source>Faults: %1</source>
        <translation>Lỗi: %1</translation>
    </message>
    <message>
        <source>Faults…</source>
        <translation>Tạo lỗi…</translation>
    </message>
</context>
<context>
    <name>DockDevices</name>
    <message>
        <source>Breaks off</source>
        <translation>Đứt giữa chừng</translation>
    </message>
    <message>
        <source>Paper in the printer</source>
        <translation>Giấy trong máy in</translation>
    </message>
    <message>
        <source>Disk and camera</source>
        <translation>Đĩa và camera</translation>
    </message>
    <message>
        <source>Present</source>
        <translation>Còn giấy</translation>
    </message>
    <message>
        <source>Near its end</source>
        <translation>Sắp hết</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>Hết giấy</translation>
    </message>
    <message>
        <source>Runs out mid-ticket</source>
        <translation>Hết giữa phiếu</translation>
    </message>
    <message>
        <source>More…</source>
        <translation>Thêm…</translation>
    </message>
    <message>
        <source>Network to the hospital</source>
        <translation>Mạng đến bệnh viện</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>Tốt</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>Đứt</translation>
    </message>
    <message>
        <source>Slow</source>
        <translation>Chậm</translation>
    </message>
    <message>
        <source>Silent</source>
        <translation>Không trả lời</translation>
    </message>
    <message>
        <source>Error 500</source>
        <translation>Lỗi 500</translation>
    </message>
    <message>
        <source>Garbage</source>
        <translation>Dữ liệu rác</translation>
    </message>
    <message>
        <source>Certificate ended</source>
        <translation>TLS hết hạn</translation>
    </message>
    <message>
        <source>The kiosk&apos;s clock</source>
        <translation>Đồng hồ của máy</translation>
    </message>
    <message>
        <source>1 hour on</source>
        <translation>Tới 1 giờ</translation>
    </message>
    <message>
        <source>1 day on</source>
        <translation>Tới 1 ngày</translation>
    </message>
    <message>
        <source>1 hour back</source>
        <translation>Lùi 1 giờ</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Bây giờ</translation>
    </message>
</context>
<context>
    <name>DockFace</name>
    <message>
        <source>The face is being drawn…</source>
        <translation>Đang vẽ khuôn&#xa0;mặt…</translation>
    </message>
    <message>
        <source>A face is before the camera</source>
        <translation>Có khuôn&#xa0;mặt trước camera</translation>
    </message>
    <message>
        <source>A face waits beside the kiosk</source>
        <translation>Có người chờ cạnh máy</translation>
    </message>
    <message>
        <source>The face could not be drawn</source>
        <translation>Không vẽ được khuôn&#xa0;mặt</translation>
    </message>
    <message>
        <source>Nobody is before the camera</source>
        <translation>Không có ai trước camera</translation>
    </message>
    <message>
        <source>Face before the camera</source>
        <translation>Khuôn mặt trước camera</translation>
    </message>
    <message>
        <source>Step before it</source>
        <translation>Bước vào</translation>
    </message>
    <message>
        <source>Step aside</source>
        <translation>Bước ra</translation>
    </message>
    <message>
        <source>More…</source>
        <translation>Thêm…</translation>
    </message>
    <message>
        <source>Comes by itself when a page looks for a face</source>
        <translation>Tự bước vào khi trang cần nhìn khuôn&#xa0;mặt</translation>
    </message>
</context>
<context>
    <name>DockFaults</name>
    <message>
        <source>Does not open to its number&apos;s last six digits</source>
        <translation>Không mở được bằng 6 số cuối</translation>
    </message>
    <message>
        <source>Signed by somebody else: a forgery</source>
        <translation>Người khác ký: thẻ giả</translation>
    </message>
    <message>
        <source>The signer&apos;s certificate has ended</source>
        <translation>Chứng thư ký đã hết hạn</translation>
    </message>
    <message>
        <source>Its data was changed after signing</source>
        <translation>Dữ liệu bị sửa sau khi ký</translation>
    </message>
    <message>
        <source>A copy: the chip&apos;s own key is wrong</source>
        <translation>Thẻ sao chép: khóa của chip sai</translation>
    </message>
    <message>
        <source>Without DG13, which has the Vietnamese details</source>
        <translation>Không có DG13 (thông tin tiếng Việt)</translation>
    </message>
    <message>
        <source>Refuses to read more than 160 bytes at once</source>
        <translation>Không cho đọc quá 160 byte mỗi lần</translation>
    </message>
    <message>
        <source>Refuses to select the master file</source>
        <translation>Không cho chọn tệp gốc (MF)</translation>
    </message>
    <message>
        <source>Slow link: 106 kbit/s</source>
        <translation>Đường truyền chậm: 106 kbit/s</translation>
    </message>
    <message>
        <source>What is wrong with the next card</source>
        <translation>Lỗi của thẻ đặt lần tới</translation>
    </message>
    <message>
        <source>Taken away at command number</source>
        <translation>Lấy ra ở lệnh thứ</translation>
    </message>
    <message>
        <source>One bit wrong in the answer to command number</source>
        <translation>Sai một bit trong trả lời lệnh thứ</translation>
    </message>
    <message>
        <source>No faults</source>
        <translation>Bỏ hết lỗi</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Đóng</translation>
    </message>
</context>
<context>
    <name>DockPeople</name>
    <message>
        <source>ID card (CCCD)</source>
        <translation>Thẻ căn cước (CCCD)</translation>
    </message>
    <message>
        <source>VNeID</source>
        <translation>VNeID</translation>
    </message>
    <message>
        <source>Insurance card (BHYT)</source>
        <translation>Thẻ BHYT</translation>
    </message>
    <message>
        <source>Appointment slip</source>
        <translation>Phiếu hẹn</translation>
    </message>
    <message>
        <source>Patient code</source>
        <translation>Mã bệnh nhân</translation>
    </message>
    <message>
        <source>Damaged ID card</source>
        <translation>Căn cước bị hỏng mã</translation>
    </message>
    <message>
        <source>A shop&apos;s QR code</source>
        <translation>Mã QR của cửa hàng</translation>
    </message>
    <message>
        <source>A code of this text</source>
        <translation>Mã của nội dung này</translation>
    </message>
    <message>
        <source>ID card</source>
        <translation>CCCD</translation>
    </message>
    <message>
        <source>insurance</source>
        <translation>BHYT</translation>
    </message>
    <message>
        <source>not known here</source>
        <translation>chưa có hồ sơ</translation>
    </message>
    <message>
        <source>appointment %1</source>
        <translation>hẹn %1</translation>
    </message>
    <message>
        <source>Patients</source>
        <translation>Người bệnh</translation>
    </message>
    <message>
        <source>Search by name or number</source>
        <translation>Tìm theo tên hoặc số</translation>
    </message>
    <message>
        <source>Nobody found</source>
        <translation>Không tìm thấy ai</translation>
    </message>
    <message>
        <source>Any text, as a code</source>
        <translation>Nội dung bất kỳ, thành mã</translation>
    </message>
    <message>
        <source>Hold up</source>
        <translation>Đưa mã</translation>
    </message>
    <message>
        <source>Too long for a code</source>
        <translation>Quá dài để làm mã</translation>
    </message>
    <message>
        <source>Nothing is held up</source>
        <translation>Chưa đưa gì</translation>
    </message>
    <message>
        <source>Put away</source>
        <translation>Cất đi</translation>
    </message>
    <message>
        <source>Put away by itself once read</source>
        <translation>Tự cất khi đã đọc xong</translation>
    </message>
</context>
<context>
    <name>DockSights</name>
    <message>
        <source>Their own</source>
        <translation>Của chính họ</translation>
    </message>
    <message>
        <source>Somebody else&apos;s</source>
        <translation>Của người khác</translation>
    </message>
    <message>
        <source>Several</source>
        <translation>Nhiều người</translation>
    </message>
    <message>
        <source>As a child</source>
        <translation>Lúc còn nhỏ</translation>
    </message>
    <message>
        <source>And one on the shirt</source>
        <translation>Thêm một mặt trên áo</translation>
    </message>
    <message>
        <source>Does what the page asks</source>
        <translation>Làm theo trang</translation>
    </message>
    <message>
        <source>Does nothing of it</source>
        <translation>Không làm gì</translation>
    </message>
    <message>
        <source>A printed photo</source>
        <translation>Ảnh in</translation>
    </message>
    <message>
        <source>A photo on a phone</source>
        <translation>Ảnh trên điện thoại</translation>
    </message>
    <message>
        <source>A film on a phone</source>
        <translation>Video trên điện thoại</translation>
    </message>
    <message>
        <source>As usual</source>
        <translation>Bình thường</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Tối</translation>
    </message>
    <message>
        <source>From behind</source>
        <translation>Ngược sáng</translation>
    </message>
    <message>
        <source>Too bright</source>
        <translation>Quá sáng</translation>
    </message>
    <message>
        <source>From the side</source>
        <translation>Từ bên cạnh</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Không hỏng gì</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>Đen</translation>
    </message>
    <message>
        <source>Frozen</source>
        <translation>Đứng hình</translation>
    </message>
    <message>
        <source>Far too small</source>
        <translation>Quá nhỏ</translation>
    </message>
    <message>
        <source>Corrupt</source>
        <translation>Hỏng dữ liệu</translation>
    </message>
    <message>
        <source>5 a second</source>
        <translation>5 hình một giây</translation>
    </message>
    <message>
        <source>Held by another program</source>
        <translation>Chương trình khác đang giữ</translation>
    </message>
    <message>
        <source>Hangs in its driver</source>
        <translation>Treo trong trình điều khiển</translation>
    </message>
    <message>
        <source>The file is being read…</source>
        <translation>Đang đọc tệp…</translation>
    </message>
    <message>
        <source>The file is before the camera</source>
        <translation>Tệp đang ở trước camera</translation>
    </message>
    <message>
        <source>There is no such file</source>
        <translation>Không có tệp này</translation>
    </message>
    <message>
        <source>This is no picture or film</source>
        <translation>Đây không phải ảnh hay phim</translation>
    </message>
    <message>
        <source>This is too large</source>
        <translation>Tệp quá lớn</translation>
    </message>
    <message>
        <source>Before the camera</source>
        <translation>Trước camera</translation>
    </message>
    <message>
        <source>Whose face</source>
        <translation>Khuôn mặt của ai</translation>
    </message>
    <message>
        <source>How it is shown</source>
        <translation>Đưa ra thế nào</translation>
    </message>
    <message>
        <source>Where the light comes from</source>
        <translation>Ánh sáng từ đâu</translation>
    </message>
    <message>
        <source>A picture, a film, or a folder of pictures</source>
        <translation>Ảnh, phim, hoặc thư mục ảnh</translation>
    </message>
    <message>
        <source>Path of the file</source>
        <translation>Đường dẫn tệp</translation>
    </message>
    <message>
        <source>Hold up</source>
        <translation>Đưa lên</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Phát</translation>
    </message>
    <message>
        <source>What is wrong with the camera&apos;s pictures</source>
        <translation>Hình của camera hỏng thế nào</translation>
    </message>
    <message>
        <source>The camera is plugged in</source>
        <translation>Camera đang cắm</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Đóng</translation>
    </message>
</context>
<context>
    <name>DockTickets</name>
    <message>
        <source>Printed tickets</source>
        <translation>Phiếu đã in</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>Chưa có phiếu nào</translation>
    </message>
</context>
<context>
    <name>DockTroubles</name>
    <message>
        <source>Nothing</source>
        <translation>Không hỏng gì</translation>
    </message>
    <message>
        <source>Paper out</source>
        <translation>Hết giấy</translation>
    </message>
    <message>
        <source>Cover open</source>
        <translation>Nắp mở</translation>
    </message>
    <message>
        <source>Cutter jammed</source>
        <translation>Kẹt dao cắt</translation>
    </message>
    <message>
        <source>Overheated</source>
        <translation>Quá nóng</translation>
    </message>
    <message>
        <source>Another fault</source>
        <translation>Lỗi khác</translation>
    </message>
    <message>
        <source>Switched off</source>
        <translation>Tắt nguồn</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>Đầy</translation>
    </message>
    <message>
        <source>Read-only</source>
        <translation>Chỉ đọc</translation>
    </message>
    <message>
        <source>What is broken in the kiosk</source>
        <translation>Bộ phận nào của kiosk bị hỏng</translation>
    </message>
    <message>
        <source>Printer, now</source>
        <translation>Máy in, ngay bây giờ</translation>
    </message>
    <message>
        <source>Printer, in the next ticket</source>
        <translation>Máy in, khi in phiếu tiếp theo</translation>
    </message>
    <message>
        <source>Once so many bytes of it are out (72 are a row of dots)</source>
        <translation>Sau khi in ra ngần này byte của phiếu (72 byte là một hàng điểm)</translation>
    </message>
    <message>
        <source>Disk of the journal</source>
        <translation>Đĩa chứa nhật ký</translation>
    </message>
    <message>
        <source>The kiosk&apos;s clock: %1</source>
        <translation>Đồng hồ của kiosk: %1</translation>
    </message>
    <message>
        <source>9 years back</source>
        <translation>Lùi 9 năm</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Bây giờ</translation>
    </message>
    <message>
        <source>Camera and codes</source>
        <translation>Camera và đọc mã</translation>
    </message>
    <message>
        <source>Kill their process</source>
        <translation>Diệt tiến trình</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Đóng</translation>
    </message>
</context>
<context>
    <name>Done</name>
    <message>
        <source>The number you already had</source>
        <translation>Số {you} đã lấy trước đó</translation>
    </message>
    <message>
        <source>Your number</source>
        <translation>Số của {you}</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Ưu tiên</translation>
    </message>
    <message>
        <source>Your number: {number}</source>
        <translation>Số của {you}: {number}</translation>
    </message>
    <message>
        <source>Appointment at {time}</source>
        <translation>Giờ hẹn {time}</translation>
    </message>
    <message>
        <source>Done. Please take your ticket.</source>
        <translation>Xong rồi. Mời {you} nhận phiếu.</translation>
    </message>
    <message>
        <source>Done. Please take your ticket and your card.</source>
        <translation>Xong rồi. Mời {you} nhận phiếu và lấy lại thẻ.</translation>
    </message>
    <message>
        <source>No ticket was printed. Please note your number, or call for help.</source>
        <translation>Phiếu chưa in được. Mời {you} ghi nhớ số này hoặc bấm Gọi hỗ trợ.</translation>
    </message>
    <message>
        <source>Room {room}</source>
        <translation>Phòng {room}</translation>
    </message>
    <message>
        <source>Room {room}, floor {floor}</source>
        <translation>Phòng {room}, tầng {floor}</translation>
    </message>
    <message>
        <source>I have my ticket</source>
        <translation>Tôi đã nhận phiếu</translation>
    </message>
    <message>
        <source>Print again</source>
        <translation>In lại phiếu</translation>
    </message>
    <message>
        <source>I have noted my number</source>
        <translation>Tôi đã nhớ số</translation>
    </message>
</context>
<context>
    <name>EnterCan</name>
    <message>
        <source>Type the last 6 digits of your card&apos;s number</source>
        <translation>Mời {you} nhập 6 số cuối của số căn cước</translation>
    </message>
    <message>
        <source>They are printed on the front, beside the photo.</source>
        <translation>Số in ở mặt trước thẻ, cạnh ảnh.</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Tiếp tục</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Quay lại</translation>
    </message>
</context>
<context>
    <name>EnterCode</name>
    <message>
        <source>Type your number</source>
        <translation>Mời {you} nhập số</translation>
    </message>
    <message>
        <source>Patient code: 8 digits · insurance: 10 · ID card: 12</source>
        <translation>Mã bệnh nhân 8 số · BHYT 10 số · căn cước 12 số</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Tiếp tục</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Quay lại</translation>
    </message>
</context>
<context>
    <name>FaceCheck</name>
    <message>
        <source>Look into the camera</source>
        <translation>Mời {you} nhìn vào camera</translation>
    </message>
    <message>
        <source>Continue without my face</source>
        <translation>Tiếp tục không dùng khuôn&#xa0;mặt</translation>
    </message>
    <message>
        <source>The light of this page changes softly</source>
        <translation>Ánh sáng trang này đổi nhẹ nhàng</translation>
    </message>
</context>
<context>
    <name>Guide</name>
    <message>
        <source>Hold the code a little nearer</source>
        <translation>Đưa mã lại gần hơn một chút</translation>
    </message>
    <message>
        <source>Hold the code a little farther away</source>
        <translation>Đưa mã ra xa hơn một chút</translation>
    </message>
    <message>
        <source>Show the whole code, inside the frame</source>
        <translation>Đưa cả mã vào trong khung</translation>
    </message>
    <message>
        <source>Hold the code still for a moment</source>
        <translation>Giữ yên mã một chút</translation>
    </message>
    <message>
        <source>Tilt the code away from the light</source>
        <translation>Nghiêng mã đi để khỏi bị lóa</translation>
    </message>
    <message>
        <source>Hold the code where there is more light</source>
        <translation>Đưa mã ra chỗ sáng hơn</translation>
    </message>
    <message>
        <source>Show your face in the oval, no mask</source>
        <translation>Bỏ khẩu trang, đưa&#xa0;mặt vào khung</translation>
    </message>
    <message>
        <source>Others, please step back a little</source>
        <translation>Mời người khác lùi&#xa0;lại một chút</translation>
    </message>
    <message>
        <source>Too dark: come nearer to the screen</source>
        <translation>Tối quá: lại gần màn hình hơn</translation>
    </message>
    <message>
        <source>The light is behind you: come nearer</source>
        <translation>Ánh sáng ở sau lưng: lại gần hơn</translation>
    </message>
    <message>
        <source>Too bright: move out of the light</source>
        <translation>Chói quá: tránh ra khỏi ánh đèn</translation>
    </message>
    <message>
        <source>Come a little nearer</source>
        <translation>Lại gần hơn một chút</translation>
    </message>
    <message>
        <source>Step back a little</source>
        <translation>Lùi ra xa một chút</translation>
    </message>
    <message>
        <source>Move to the middle of the picture</source>
        <translation>Đứng vào giữa khung hình</translation>
    </message>
    <message>
        <source>Look straight into the camera</source>
        <translation>Nhìn thẳng vào camera</translation>
    </message>
    <message>
        <source>Take off what covers your eyes</source>
        <translation>Bỏ kính râm, gạt&#xa0;tóc khỏi mắt</translation>
    </message>
    <message>
        <source>Hold still for a moment</source>
        <translation>Đứng yên một chút</translation>
    </message>
    <message>
        <source>Turn your head to your left</source>
        <translation>Quay đầu sang bên trái</translation>
    </message>
    <message>
        <source>Turn your head to your right</source>
        <translation>Quay đầu sang bên phải</translation>
    </message>
    <message>
        <source>Close your eyes and open them again</source>
        <translation>Nhắm mắt rồi mở ra</translation>
    </message>
    <message>
        <source>Nod your head once</source>
        <translation>Gật đầu một cái</translation>
    </message>
    <message>
        <source>Very good. One moment…</source>
        <translation>Tốt rồi. Xin chờ một chút…</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>Cancel</source>
        <translation>Hủy</translation>
    </message>
</context>
<context>
    <name>Helpers</name>
    <message>
        <source>Language</source>
        <translation>Ngôn ngữ</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>Chữ to hơn</translation>
    </message>
    <message>
        <source>Normal size</source>
        <translation>Cỡ chữ thường</translation>
    </message>
    <message>
        <source>Normal colours</source>
        <translation>Màu thường</translation>
    </message>
    <message>
        <source>More contrast</source>
        <translation>Màu rõ hơn</translation>
    </message>
    <message>
        <source>Read aloud</source>
        <translation>Đọc to</translation>
    </message>
    <message>
        <source>Call for help</source>
        <translation>Gọi hỗ trợ</translation>
    </message>
</context>
<context>
    <name>HoldToShow</name>
    <message>
        <source>Hold here to see the whole name</source>
        <translation>Giữ ngón tay ở đây để xem đủ tên</translation>
    </message>
</context>
<context>
    <name>Idle</name>
    <message>
        <source>Are you still there?</source>
        <translation>{You} còn ở đây không?</translation>
    </message>
</context>
<context>
    <name>IdleQuestion</name>
    <message>
        <source>Otherwise this page closes.</source>
        <translation>Nếu không, máy sẽ về&#xa0;trang&#xa0;đầu.</translation>
    </message>
    <message>
        <source>I am still here</source>
        <translation>Tôi vẫn ở đây</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Hủy</translation>
    </message>
</context>
<context>
    <name>InsuranceResult</name>
    <message>
        <source>I understand, continue</source>
        <translation>Tôi hiểu, tiếp tục</translation>
    </message>
</context>
<context>
    <name>KeyPad</name>
    <message>
        <source>Delete the last digit</source>
        <translation>Xóa số cuối</translation>
    </message>
</context>
<context>
    <name>Language</name>
    <message>
        <source>English</source>
        <translation>Tiếng Việt</translation>
    </message>
</context>
<context>
    <name>LayCard</name>
    <message>
        <source>Put the card back on the reader</source>
        <translation>Mời {you} đặt lại thẻ lên đầu đọc</translation>
    </message>
    <message>
        <source>The kiosk has not finished reading it.</source>
        <translation>Máy chưa đọc xong thẻ.</translation>
    </message>
    <message>
        <source>Lay your ID card on the reader</source>
        <translation>Mời đặt thẻ căn cước lên đầu đọc</translation>
    </message>
    <message>
        <source>Leave it there until it has been read.</source>
        <translation>Xin để yên thẻ đến khi máy đọc xong.</translation>
    </message>
    <message>
        <source>If this does not work, call for help below.</source>
        <translation>Nếu không được, mời {you} bấm Gọi hỗ trợ ở dưới.</translation>
    </message>
</context>
<context>
    <name>OutOfOrder</name>
    <message>
        <source>Code for our staff: %1</source>
        <translation>Mã cho nhân viên: %1</translation>
    </message>
</context>
<context>
    <name>Pager</name>
    <message>
        <source>Before</source>
        <translation>Trang trước</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Xem thêm</translation>
    </message>
</context>
<context>
    <name>Places</name>
    <message>
        <source>Room</source>
        <translation>Phòng</translation>
    </message>
    <message>
        <source>Floor</source>
        <translation>Tầng</translation>
    </message>
</context>
<context>
    <name>Priority</name>
    <message>
        <source>children under 6</source>
        <translation>trẻ em dưới 6 tuổi</translation>
    </message>
    <message>
        <source>pregnant women</source>
        <translation>phụ nữ có thai</translation>
    </message>
    <message>
        <source>people with a severe disability</source>
        <translation>người khuyết tật nặng</translation>
    </message>
    <message>
        <source>people aged 75 and over</source>
        <translation>người từ đủ 75 tuổi</translation>
    </message>
    <message>
        <source>people of merit to the revolution</source>
        <translation>người có công với cách mạng</translation>
    </message>
</context>
<context>
    <name>Problem</name>
    <message>
        <source>Please take your card with you.</source>
        <translation>Mời {you} nhớ lấy lại thẻ.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Thử lại</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>Kết thúc</translation>
    </message>
    <message>
        <source>Code for our staff: %1</source>
        <translation>Mã cho nhân viên: %1</translation>
    </message>
</context>
<context>
    <name>ReadingCard</name>
    <message>
        <source>Reading your card…</source>
        <translation>Đang đọc thẻ…</translation>
    </message>
    <message>
        <source>Leave the card where it is, please.</source>
        <translation>Xin để yên thẻ trên đầu đọc.</translation>
    </message>
</context>
<context>
    <name>ReprintTicket</name>
    <message>
        <source>You already have a number today</source>
        <translation>{You} đã có số rồi</translation>
    </message>
    <message>
        <source>I am here for something else</source>
        <translation>Tôi đến khám việc khác</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Quay lại</translation>
    </message>
    <message>
        <source>Print {number} again</source>
        <translation>In lại số {number}</translation>
    </message>
    <message>
        <source>Room {room}</source>
        <translation>Phòng {room}</translation>
    </message>
</context>
<context>
    <name>Scroll</name>
    <message>
        <source>Up</source>
        <translation>Lên trên</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Xem thêm</translation>
    </message>
</context>
<context>
    <name>StaffBusy</name>
    <message>
        <source>One moment…</source>
        <translation>Xin chờ một lát…</translation>
    </message>
</context>
<context>
    <name>StaffCall</name>
    <message>
        <source>Calling our staff…</source>
        <translation>Đang gọi nhân viên…</translation>
    </message>
    <message>
        <source>Our staff have been called. Please wait here.</source>
        <translation>Đã gọi nhân viên. Mời {you} chờ ở đây.</translation>
    </message>
    <message>
        <source>The call did not get through. Please go to {desk}.</source>
        <translation>Chưa gọi được nhân viên. Mời {you} đến {desk}.</translation>
    </message>
</context>
<context>
    <name>StaffDeed</name>
    <message>
        <source>Print a test ticket</source>
        <translation>In thử một phiếu</translation>
    </message>
    <message>
        <source>A new roll was put in</source>
        <translation>Đã lắp cuộn giấy mới</translation>
    </message>
    <message>
        <source>Restart the camera</source>
        <translation>Khởi động lại camera</translation>
    </message>
    <message>
        <source>Test the call for staff</source>
        <translation>Gọi thử nhân viên</translation>
    </message>
    <message>
        <source>Show whose it is</source>
        <translation>Hiện tên người bệnh</translation>
    </message>
    <message>
        <source>Try again now</source>
        <translation>Thử lại ngay</translation>
    </message>
    <message>
        <source>Print a copy</source>
        <translation>In lại phiếu</translation>
    </message>
    <message>
        <source>Give the number back</source>
        <translation>Trả số</translation>
    </message>
    <message>
        <source>Dealt with</source>
        <translation>Đã xử lý</translation>
    </message>
</context>
<context>
    <name>StaffEntry</name>
    <message>
        <source>provisional</source>
        <translation>phiếu tạm</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Quay lại</translation>
    </message>
    <message>
        <source>Nobody&apos;s name is kept</source>
        <translation>Không còn lưu tên</translation>
    </message>
</context>
<context>
    <name>StaffHome</name>
    <message>
        <source>This kiosk is well</source>
        <translation>Máy này hoạt động tốt</translation>
    </message>
    <message>
        <source>This kiosk needs somebody</source>
        <translation>Máy này cần được kiểm tra</translation>
    </message>
    <message>
        <source>Back to patients</source>
        <translation>Về trang người bệnh</translation>
    </message>
</context>
<context>
    <name>StaffJournal</name>
    <message>
        <source>There is none.</source>
        <translation>Không có lượt nào.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Quay lại</translation>
    </message>
    <message>
        <source>No number</source>
        <translation>Chưa có số</translation>
    </message>
    <message>
        <source>Number {number}</source>
        <translation>Số {number}</translation>
    </message>
    <message>
        <source>To be told to the hospital</source>
        <translation>Chờ báo bệnh viện</translation>
    </message>
    <message>
        <source>For staff</source>
        <translation>Chờ nhân viên</translation>
    </message>
    <message>
        <source>Provisional, today</source>
        <translation>Phiếu tạm hôm nay</translation>
    </message>
    <message>
        <source>The latest</source>
        <translation>Mới nhất</translation>
    </message>
</context>
<context>
    <name>StaffPart</name>
    <message>
        <source>Back</source>
        <translation>Quay lại</translation>
    </message>
    <message>
        <source>{owed} to be told to the hospital, {rejected} for staff</source>
        <translation>{owed} lượt chờ báo bệnh viện, {rejected} lượt chờ nhân viên</translation>
    </message>
    <message>
        <source>For the IT department: {said}</source>
        <translation>Chi tiết cho bộ phận tin học (tiếng Anh): {said}</translation>
    </message>
    <message>
        <source>Look at what the hospital refused.</source>
        <translation>Xem các lượt bệnh viện đã từ chối.</translation>
    </message>
    <message>
        <source>Paper for about {tickets} tickets</source>
        <translation>Giấy còn in được khoảng {tickets} phiếu</translation>
    </message>
    <message>
        <source>Printer</source>
        <translation>Máy in</translation>
    </message>
    <message>
        <source>Spare printer</source>
        <translation>Máy in dự phòng</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Camera của máy</translation>
    </message>
    <message>
        <source>Card reader</source>
        <translation>Đầu đọc thẻ</translation>
    </message>
    <message>
        <source>Scanner</source>
        <translation>Máy quét mã</translation>
    </message>
    <message>
        <source>Link to the hospital</source>
        <translation>Kết nối với bệnh viện</translation>
    </message>
    <message>
        <source>Check-ins</source>
        <translation>Các lượt đăng ký</translation>
    </message>
</context>
<context>
    <name>StaffPin</name>
    <message>
        <source>Too many wrong PINs</source>
        <translation>Nhập sai mã PIN quá nhiều lần</translation>
    </message>
    <message>
        <source>Try again in {minutes} min.</source>
        <translation>Thử lại sau {minutes} phút.</translation>
    </message>
    <message>
        <source>This PIN is not right</source>
        <translation>Mã PIN chưa đúng</translation>
    </message>
    <message>
        <source>Type it again.</source>
        <translation>Nhập lại mã PIN.</translation>
    </message>
    <message>
        <source>For staff only</source>
        <translation>Chỉ dành cho nhân viên</translation>
    </message>
    <message>
        <source>Type the PIN of this kiosk.</source>
        <translation>Nhập mã PIN của máy này.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Mở</translation>
    </message>
    <message>
        <source>Back to patients</source>
        <translation>Về trang người bệnh</translation>
    </message>
</context>
<context>
    <name>StaffQuestion</name>
    <message>
        <source>Go on with the visit?</source>
        <translation>Tiếp tục đăng ký khám?</translation>
    </message>
    <message>
        <source>Only our staff end it here. A number that is not printed yet is given back.</source>
        <translation>Chỉ nhân viên kết thúc lượt này. Số chưa in sẽ được trả lại.</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Tiếp tục</translation>
    </message>
    <message>
        <source>Staff: end this visit</source>
        <translation>Nhân viên: kết thúc lượt này</translation>
    </message>
</context>
<context>
    <name>StaffSaid</name>
    <message>
        <source>Done.</source>
        <translation>Đã xong.</translation>
    </message>
    <message>
        <source>It is on paper.</source>
        <translation>Đã in ra giấy.</translation>
    </message>
    <message>
        <source>It is not on paper.</source>
        <translation>Chưa in được ra giấy.</translation>
    </message>
    <message>
        <source>Begun: it takes some seconds.</source>
        <translation>Đã bắt đầu, chờ vài giây.</translation>
    </message>
    <message>
        <source>The hospital knows it now.</source>
        <translation>Bệnh viện đã nhận được.</translation>
    </message>
    <message>
        <source>The hospital refused.</source>
        <translation>Bệnh viện từ chối.</translation>
    </message>
    <message>
        <source>The hospital does not answer. It is told as soon as it does.</source>
        <translation>Bệnh viện chưa trả lời. Máy sẽ báo ngay khi kết nối lại.</translation>
    </message>
    <message>
        <source>The hospital&apos;s answer cannot be understood.</source>
        <translation>Không hiểu được câu trả lời của bệnh viện.</translation>
    </message>
    <message>
        <source>The hospital&apos;s software does not offer this.</source>
        <translation>Phần mềm của bệnh viện không có chức năng này.</translation>
    </message>
    <message>
        <source>Nothing was done: this check-in has changed meanwhile.</source>
        <translation>Chưa làm gì: lượt này vừa thay đổi.</translation>
    </message>
</context>
<context>
    <name>StaffState</name>
    <message>
        <source>Being given back to the hospital</source>
        <translation>Đang trả số cho bệnh viện</translation>
    </message>
    <message>
        <source>The hospital was not asked yet</source>
        <translation>Chưa hỏi bệnh viện</translation>
    </message>
    <message>
        <source>Asked; the answer is not known</source>
        <translation>Đã hỏi, chưa rõ câu trả lời</translation>
    </message>
    <message>
        <source>Has a number, not on paper</source>
        <translation>Đã có số, chưa in ra giấy</translation>
    </message>
    <message>
        <source>On paper; the hospital is to be told</source>
        <translation>Đã in, chờ báo bệnh viện</translation>
    </message>
    <message>
        <source>On paper, and the hospital knows it</source>
        <translation>Đã in, bệnh viện đã biết</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Đã đóng</translation>
    </message>
</context>
<context>
    <name>StaffSure</name>
    <message>
        <source>Give number {number} back?</source>
        <translation>Trả số {number}?</translation>
    </message>
    <message>
        <source>The hospital calls it no more. Whoever has it must check in again.</source>
        <translation>Bệnh viện sẽ không gọi số này nữa. Người đang giữ số phải đăng ký lại.</translation>
    </message>
    <message>
        <source>Is number {number} dealt with?</source>
        <translation>Số {number} đã được xử lý?</translation>
    </message>
    <message>
        <source>It leaves this list. The hospital is asked nothing about it.</source>
        <translation>Số này sẽ rời danh sách. Máy không hỏi bệnh viện nữa.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Quay lại</translation>
    </message>
</context>
<context>
    <name>StatePriority</name>
    <message>
        <source>Which of these are you?</source>
        <translation>{You} thuộc diện ưu tiên nào?</translation>
    </message>
    <message>
        <source>Our staff will look at your papers later.</source>
        <translation>Nhân viên sẽ xem giấy tờ của {you} sau.</translation>
    </message>
    <message>
        <source>None of these</source>
        <translation>Không thuộc diện nào</translation>
    </message>
</context>
<context>
    <name>UnlockCard</name>
    <message>
        <source>Now show the camera the card&apos;s QR code</source>
        <translation>Mời {you} đưa mã QR trên thẻ vào ống kính</translation>
    </message>
    <message>
        <source>Your card was found. Put it back on the reader afterwards.</source>
        <translation>Máy đã thấy thẻ. Đưa mã xong, xin đặt lại thẻ lên đầu đọc.</translation>
    </message>
    <message>
        <source>Type 6 digits instead</source>
        <translation>Nhập 6 số trên thẻ</translation>
    </message>
</context>
<context>
    <name>Wait</name>
    <message>
        <source>You are next</source>
        <translation>Sắp đến lượt {you}</translation>
    </message>
    <message>
        <source>1 person before you</source>
        <translation>Còn 1 người</translation>
    </message>
    <message>
        <source>{people} people before you</source>
        <translation>Còn {people} người</translation>
    </message>
    <message>
        <source>Nobody waiting</source>
        <translation>Không phải chờ</translation>
    </message>
    <message>
        <source>{people} waiting</source>
        <translation>Chờ {people} người</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} phút</translation>
    </message>
    <message>
        <source>about 1 minute</source>
        <translation>khoảng 1 phút</translation>
    </message>
    <message>
        <source>about {minutes} minutes</source>
        <translation>khoảng {minutes} phút</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Hold your QR code up to the camera</source>
        <translation>Mời đưa mã QR vào trước ống kính</translation>
    </message>
    <message>
        <source>It is on your card, slip or phone.</source>
        <translation>Mã ở trên thẻ, phiếu hoặc điện thoại.</translation>
    </message>
    <message>
        <source>Type a number instead</source>
        <translation>Nhập số thay vì đưa mã</translation>
    </message>
    <message>
        <source>Use my face</source>
        <translation>Dùng khuôn&#xa0;mặt</translation>
    </message>
    <message>
        <source>Lay your ID card on the reader, or show a QR code</source>
        <translation>Mời đưa mã QR, hoặc đặt thẻ căn cước lên đầu đọc</translation>
    </message>
    <message>
        <source>The code is on your card, slip or phone.</source>
        <translation>Mã ở trên thẻ, phiếu hoặc điện thoại.</translation>
    </message>
    <message>
        <source>Lay your ID card on the reader</source>
        <translation>Mời đặt thẻ căn cước lên đầu đọc</translation>
    </message>
    <message>
        <source>Or type your patient code or insurance number.</source>
        <translation>Hoặc nhập mã bệnh nhân hay số BHYT.</translation>
    </message>
    <message>
        <source>Patient code, insurance number or ID card number.</source>
        <translation>Mã bệnh nhân, số BHYT hoặc số căn cước.</translation>
    </message>
    <message>
        <source>Type your number to check in</source>
        <translation>Mời nhập số để lấy số khám</translation>
    </message>
    <message>
        <source>Type my number</source>
        <translation>Nhập số</translation>
    </message>
    <message>
        <source>ID card</source>
        <translation>Thẻ căn cước</translation>
    </message>
    <message>
        <source>Insurance card</source>
        <translation>Thẻ BHYT</translation>
    </message>
    <message>
        <source>Appointment slip</source>
        <translation>Phiếu hẹn</translation>
    </message>
</context>
<context>
    <name>WithoutChip</name>
    <message>
        <source>Continue without the chip</source>
        <translation>Tiếp tục không đọc chip</translation>
    </message>
</context>
<context>
    <name>Working</name>
    <message>
        <source>Looking for your record…</source>
        <translation>Đang tìm hồ sơ của {you}…</translation>
    </message>
    <message>
        <source>Asking the hospital…</source>
        <translation>Đang hỏi bệnh viện…</translation>
    </message>
    <message>
        <source>Making a record for you…</source>
        <translation>Đang tạo hồ sơ cho {you}…</translation>
    </message>
    <message>
        <source>Looking up your appointments and insurance…</source>
        <translation>Đang xem lịch hẹn và BHYT của {you}…</translation>
    </message>
    <message>
        <source>Getting your number…</source>
        <translation>Đang lấy số khám cho {you}…</translation>
    </message>
    <message>
        <source>Printing your ticket…</source>
        <translation>Đang in phiếu của {you}…</translation>
    </message>
    <message>
        <source>One moment, please.</source>
        <translation>Xin chờ một chút.</translation>
    </message>
</context>
</TS>
