"""Words that invented people are made of: common names, streets, provinces. NFC."""

FAMILY = (
    ("Nguyễn", 32), ("Trần", 11), ("Lê", 10), ("Phạm", 7), ("Hoàng", 5), ("Phan", 5), ("Vũ", 4),
    ("Đặng", 3), ("Bùi", 3), ("Đỗ", 3), ("Hồ", 2), ("Ngô", 2), ("Dương", 2), ("Lý", 1), ("Đinh", 1),
    ("Trịnh", 1), ("Mai", 1), ("Tạ", 1), ("Lương", 1), ("Đoàn", 1), ("Hà", 1), ("Cao", 1),
    ("Chử", 1), ("Nghiêm", 1),
)  # fmt: skip
"""Family names with their rough share in percent."""

MIDDLE = {
    "male": ("Văn", "Văn", "Đức", "Minh", "Quang", "Hữu", "Xuân", "Thế", "Gia", "Quốc", "Đình"),
    "female": ("Thị", "Thị", "Thị", "Thị Thu", "Ngọc", "Thanh", "Thị Thanh", "Minh", "Khánh"),
}

GIVEN = {
    "male": (
        "Anh", "Bảo", "Bình", "Chiến", "Cường", "Dũng", "Duy", "Đạt", "Giang", "Hải", "Hiếu",
        "Hoàng", "Huy", "Hùng", "Khánh", "Khoa", "Kiên", "Lâm", "Long", "Mạnh", "Nam", "Nghĩa",
        "Nhật", "Phong", "Phúc", "Quân", "Quý", "Sơn", "Tài", "Thành", "Thắng", "Thịnh", "Toàn",
        "Trung", "Trường", "Tuấn", "Tùng", "Việt", "Vinh", "Vượng",
    ),
    "female": (
        "An", "Anh", "Ánh", "Bích", "Chi", "Diễm", "Dung", "Duyên", "Đào", "Giang", "Hà", "Hạnh",
        "Hằng", "Hiền", "Hoa", "Huệ", "Hương", "Hường", "Khuê", "Lan", "Liên", "Linh", "Loan",
        "Mai", "My", "Nga", "Ngân", "Nguyệt", "Nhung", "Oanh", "Phương", "Quỳnh", "Tâm", "Thảo",
        "Thủy", "Trang", "Tuyết", "Uyên", "Vân", "Yến",
    ),
}  # fmt: skip

STREETS = (
    "phố Hoa Sữa", "phố Cây Bàng", "đường Bờ Hồ Sen", "phố Giếng Nước", "đường Vườn Đào",
    "phố Chợ Sớm", "ngõ Cầu Gỗ Nhỏ", "phố Gốm", "phố Hàng Lụa Mới", "đường Đê Xanh",
    "phố Nhà Văn Hóa", "đường Ao Cá",
)  # fmt: skip
WARDS = (
    "Phường Hồ Sen", "Phường Đông Sen", "Phường Tây Sen", "Phường Bến Trúc", "Phường Vườn Mơ",
    "Phường Gò Lúa", "Xã Bãi Dâu", "Xã Cầu Tre",
)  # fmt: skip
"""Invented, as the hospital is."""

PROVINCES = (
    ("001", "Hà Nội", 60), ("024", "Bắc Giang", 4), ("027", "Bắc Ninh", 4), ("030", "Hải Dương", 4),
    ("031", "Hải Phòng", 4), ("033", "Hưng Yên", 4), ("034", "Thái Bình", 4), ("035", "Hà Nam", 3),
    ("036", "Nam Định", 4), ("038", "Thanh Hóa", 4), ("040", "Nghệ An", 3), ("048", "Đà Nẵng", 1),
    ("079", "Hồ Chí Minh", 1),
)  # fmt: skip
"""Where a birth was registered: code in the personal number, name, share in percent."""
