"""Words the demo is made of: parts of names, tasks with their products, grounds."""
# ruff: noqa: E501, SIM905  lists of words read best as lines of text

FAMILY = (
    "Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Trần Trần Trần Lê Lê Lê Phạm Phạm Hoàng Hoàng Phan Vũ Vũ Đặng Đặng Bùi Bùi Đỗ Đỗ "
    "Hồ Ngô Ngô Dương Lý Đào Đoàn Trịnh Đinh Lâm Mai Tô Trương Hà Cao Tạ Quách Chu Kiều Phùng Nghiêm Khuất Lưu Thạch Doãn"
).split()
MIDDLE = {
    "M": "Văn Văn Đức Minh Quang Hữu Xuân Ngọc Anh Tiến Công Đình Mạnh Trọng Thành Hoàng Bá Quốc Tuấn Duy".split(),
    "F": "Thị Thị Thị Thu Ngọc Thanh Minh Hồng Kim Bích Phương Thùy Mai Khánh Hoài Diệu Lan Quỳnh Việt Hải".split(),
}
GIVEN = {
    "M": (
        "Hùng Dũng Cường Tuấn Anh Minh Long Sơn Hải Nam Thắng Bình Trung Đức Hiếu Khánh Phúc Quân Toàn Vinh Việt Thành Tùng Ước "
        "Lâm Hoàng Huy Khoa Kiên Lợi Nghĩa Phong Quý Tâm Thịnh Tiến Trường Vượng Đạt Bảo"
    ).split(),
    "F": (
        "Hương Lan Hoa Mai Hằng Hà Thảo Linh Trang Nga Ngân Nhung Phương Thủy Vân Yến Liên Loan Oanh Quyên Thu Thúy Tuyết Xuân Ánh "
        "Bích Chi Dung Duyên Giang Hạnh Hiền Huệ Huyền Khánh Lệ Ly My Thơm Uyên"
    ).split(),
}
EDUCATION = ("Đại học", "Đại học", "Đại học", "Thạc sĩ", "Thạc sĩ", "Cao đẳng", "Tiến sĩ")
POLITICAL = ("Trung cấp", "Trung cấp", "Sơ cấp", "Cao cấp", "Cử nhân")

TASKS: dict[str, list[tuple[str, str]]] = {
    "office": [
        ("Tổng hợp báo cáo công tác tháng của UBND", "Báo cáo trình Chủ tịch ký"),
        ("Rà soát văn bản chỉ đạo còn tồn đọng", "Danh mục văn bản kèm tiến độ"),
        ("Chuẩn bị tài liệu phiên họp UBND thường kỳ", "Bộ tài liệu phiên họp"),
        ("Cập nhật hồ sơ cán bộ, công chức trên phần mềm", "Hồ sơ đã cập nhật, biên bản đối chiếu"),
        ("Lập kế hoạch kiểm tra công vụ quý", "Dự thảo kế hoạch"),
    ],
    "economy": [
        ("Kiểm tra trật tự xây dựng trên địa bàn", "Biên bản kiểm tra, báo cáo kết quả"),
        ("Thẩm định hồ sơ cấp phép xây dựng nhà ở riêng lẻ", "Tờ trình kèm hồ sơ đã thẩm định"),
        ("Rà soát hộ sử dụng đất chưa được cấp giấy chứng nhận", "Danh sách hộ và phương án xử lý"),
        ("Lập dự toán sửa chữa đường ngõ, hệ thống thoát nước", "Dự toán trình phê duyệt"),
        ("Theo dõi giải ngân vốn đầu tư công", "Bảng theo dõi giải ngân"),
    ],
    "society": [
        ("Rà soát hộ nghèo, hộ cận nghèo cuối năm", "Danh sách đã niêm yết công khai"),
        ("Tổ chức chi trả trợ cấp cho người có công", "Bảng chi trả có ký nhận"),
        ("Kiểm tra an toàn thực phẩm bếp ăn trường học", "Biên bản kiểm tra 6 trường"),
        ("Xây dựng kế hoạch tuyên truyền cải cách hành chính", "Kế hoạch đã ban hành"),
        ("Tổng hợp kết quả phổ cập giáo dục", "Báo cáo gửi Sở Giáo dục và Đào tạo"),
    ],
    "service": [
        ("Giải quyết hồ sơ hộ tịch đến hạn trong tuần", "Hồ sơ trả đúng hẹn"),
        ("Số hóa hồ sơ, kết quả thủ tục hành chính", "300 hồ sơ đã số hóa"),
        ("Trả lời phản ánh, kiến nghị của người dân", "Văn bản trả lời"),
        ("Rà soát thủ tục nộp trực tuyến toàn trình", "Danh mục và đề xuất"),
        ("Khảo sát mức độ hài lòng của người dân", "Báo cáo khảo sát"),
    ],
    "department": [
        ("Thẩm định hồ sơ chuyên ngành do xã, phường trình", "Văn bản thẩm định"),
        ("Tham mưu văn bản hướng dẫn phân cấp, ủy quyền", "Dự thảo văn bản hướng dẫn"),
        ("Kiểm tra chuyên ngành theo kế hoạch tháng", "Kết luận kiểm tra"),
        ("Tổng hợp số liệu báo cáo UBND thành phố", "Báo cáo số liệu"),
        ("Trả lời kiến nghị cử tri thuộc lĩnh vực", "Văn bản trả lời cử tri"),
    ],
    "lead": [
        ("Chỉ đạo hoàn thành chỉ tiêu chương trình công tác tháng", "Báo cáo kết quả thực hiện chỉ tiêu"),
        ("Kiểm tra việc thực hiện nhiệm vụ của bộ phận phụ trách", "Biên bản kiểm tra nội bộ"),
        ("Đối thoại với người dân về giải phóng mặt bằng", "Biên bản đối thoại"),
    ],
}
RESPONSIBILITY = ("Chủ trì", "Chủ trì", "Chủ trì", "Phối hợp", "Chịu trách nhiệm chính trước lãnh đạo đơn vị")
BONUS_GROUNDS = (
    "Sáng kiến rút ngắn thời gian trả hồ sơ, được đơn vị công nhận",
    "Hoàn thành nhiệm vụ đột xuất trước hạn 5 ngày",
    "Được Chủ tịch UBND tặng giấy khen chuyên đề",
    "Nhận thêm việc của đồng nghiệp nghỉ thai sản",
)
LATE_GROUNDS = ("Chờ ý kiến của sở chuyên ngành", "Mưa lớn kéo dài, không khảo sát được hiện trường")
EXTENSION_REASONS = (
    "Chờ số liệu của đơn vị phối hợp",
    "Khối lượng hồ sơ phát sinh lớn hơn dự kiến",
    "Phải lấy thêm ý kiến của người dân trong khu vực",
)
DISCUSSIONS = (
    ("Ban Thường vụ Đảng ủy", "Thống nhất chủ trương, giao đơn vị hoàn thiện phương án và báo cáo tiến độ hằng tuần."),
    ("Tập thể lãnh đạo Ủy ban nhân dân", "Thống nhất phương án 2, làm rõ thêm nguồn kinh phí trước khi quyết định."),
)
OPINIONS = (
    "Đề xuất phương án 1 vì phù hợp quy hoạch và tiết kiệm thời gian.",
    "Đề nghị cho thực hiện ngay, đơn vị chịu trách nhiệm về hồ sơ.",
)
DEPARTURES = (
    "Khối lượng nhiệm vụ tháng này thấp hơn mặt bằng chung của phòng, tập thể lãnh đạo thống nhất hạ một mức.",
    "Có phản ánh của người dân đang xác minh, chờ kết quả nên chưa xếp mức cao.",
)
NOTES = (
    "Trong tháng đã hoàn thành các nhiệm vụ được giao, còn chậm một việc do phải chờ hồ sơ bổ sung.",
    "Hoàn thành đúng hạn toàn bộ nhiệm vụ, tích cực phối hợp với các phòng.",
    "Đã khắc phục góp ý của tháng trước về thời gian trả lời người dân.",
)
