"""What an invented hospital offers, in names as long as real ones."""

from kiosk.model.care import Service
from kiosk.model.text import local

SERVICES = tuple(
    Service(code, local(*name), local(*plain), open_rooms, waiting, minutes)
    for code, name, plain, open_rooms, waiting, minutes in (
        (
            "NOI-TONG-QUAT",
            ("Nội tổng quát", "General medicine"),
            ("sốt, ho, mệt mỏi, khám chung", "fever, cough, tiredness, general check"),
            *(4, 18, 35),
        ),
        (
            "TIM-MACH",
            ("Tim mạch", "Cardiology"),
            ("tim, huyết áp", "heart, blood pressure"),
            *(2, 7, 21),
        ),
        (
            "TIEU-HOA",
            ("Tiêu hóa", "Gastroenterology"),
            ("dạ dày, đường ruột, gan", "stomach, bowel, liver"),
            *(2, 3, 12),
        ),
        (
            "HO-HAP",
            ("Hô hấp", "Respiratory medicine"),
            ("phổi, khó thở, hen, ho lâu ngày", "lungs, short breath, asthma, long cough"),
            *(1, 5, 40),
        ),
        (
            "NOI-TIET",
            ("Nội tiết", "Endocrinology"),
            ("tiểu đường, tuyến giáp", "diabetes, thyroid"),
            *(2, 9, 27),
        ),
        (
            "CO-XUONG-KHOP",
            ("Cơ xương khớp", "Rheumatology"),
            ("đau khớp, đau lưng, cột sống", "joints, back pain, spine"),
            *(2, 1, 1),
        ),
        (
            "MAT",
            ("Mắt", "Ophthalmology"),
            ("mắt mờ, đau mắt, đo kính", "blurred sight, sore eyes, glasses"),
            *(2, 0, 0),
        ),
        (
            "TAI-MUI-HONG",
            ("Tai Mũi Họng", "Ear, nose and throat"),
            ("đau tai, viêm họng, xoang", "earache, sore throat, sinuses"),
            *(2, 4, None),
        ),
        (
            "RANG-HAM-MAT",
            ("Răng Hàm Mặt", "Dentistry"),
            ("đau răng, lợi, hàm", "toothache, gums, jaw"),
            *(0, 0, None),
        ),
        (
            "DA-LIEU",
            ("Da liễu", "Dermatology"),
            ("ngứa, mẩn đỏ, mụn, nấm da", "itching, rash, acne, skin fungus"),
            *(1, 12, 110),
        ),
        (
            "PHU-SAN",
            ("Phụ sản", "Obstetrics and gynaecology"),
            ("khám thai, bệnh phụ nữ", "pregnancy, women's health"),
            *(3, 6, 18),
        ),
        (
            "NHI",
            ("Nhi", "Paediatrics"),
            ("khám bệnh cho trẻ dưới 16 tuổi", "children under 16"),
            *(2, 11, 45),
        ),
    )
)
