"""A whole case as PaperFacts, for every kind of paper."""

from dataclasses import replace
from datetime import date, time
from typing import Any

from discipline.enums import Track
from discipline.rules.papers.facts import (
    Authority,
    BasisFact,
    ComplaintFact,
    DeliveryFact,
    Disclosed,
    IndicatorFact,
    MeasureFact,
    MeetingFact,
    Owed,
    PaperFacts,
    SeatFact,
    Signer,
    Subject,
    SummonsFact,
    Term,
)

STATE = PaperFacts(
    code="KL-2026-0012",
    track=Track.ADMINISTRATIVE,
    authority=Authority(
        name="Sở Nội vụ",
        superior="Ủy ban nhân dân thành phố Hà Nội",
        symbol="SNV",
        decider="Giám đốc Sở Nội vụ",
        contact="Phòng Tổ chức cán bộ, Sở Nội vụ, 18B Lê Lợi, điện thoại 024 3825 0000, giờ hành chính",
    ),
    subject=Subject(
        "Nguyễn Thị Thuỷ Ngưỡng", "Chuyên viên", "Phòng Cải cách hành chính", "Công chức không giữ chức vụ", "bà"
    ),
    acted_on=date(2026, 9, 3),
    acted_until=date(2026, 9, 25),
    discovered_on=date(2026, 10, 1),
    allegation="Để quá hạn 14 hồ sơ của người dân, không có văn bản xin lỗi và không báo cáo người phụ trách",
    indicator=IndicatorFact("2.3", "Để hồ sơ thủ tục hành chính quá hạn mà không xin lỗi, không nêu lý do", "bản 2023"),
    bases=(
        BasisFact("Luật Cán bộ, công chức ngày 24 tháng 6 năm 2025"),
        BasisFact("Nghị định số 172/2025/NĐ-CP của Chính phủ về xử lý kỷ luật cán bộ, công chức"),
    ),
    number="7",
    issued_on=date(2027, 1, 5),
    signer=Signer(("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "Trần Quốc Khánh"),
    recipients=("Như Điều 4;", "Đảng ủy Sở Nội vụ;", "Lưu: VT, TCCB."),
    handling_due=Term(date(2026, 12, 30)),
    statement_due=Term(date(2026, 11, 6)),
    time_bars=(("Khiển trách", Term(date(2031, 9, 25))), ("Cảnh cáo", Term(date(2036, 9, 25)))),
    complaint_term=Term(days=15),
    lapses=Term(date(2028, 1, 5)),
    summons=SummonsFact(date(2026, 11, 16), "Phòng họp tầng 2, trụ sở Sở Nội vụ", time(8, 30), date(2026, 11, 9)),
    meeting=MeetingFact(
        date(2026, 11, 16), "Phòng họp tầng 2, trụ sở Sở Nội vụ", "Lê Hữu Phước", "Đỗ Thị Mỹ Hạnh", 12, 11, True,
        heard="Thừa nhận để quá hạn 14 hồ sơ, nêu lý do phải làm thay hai người nghỉ ốm; tự nhận hình thức khiển trách",
        discussed="Tám ý kiến phát biểu, thống nhất về sự việc; hai ý kiến đề nghị xem xét hoàn cảnh làm thay",
        issued=11, returned=11, valid=11, counts=(("Khiển trách", 8), ("Cảnh cáo", 1), ("Không kỷ luật", 2)),
        proposal="xử lý kỷ luật bằng hình thức khiển trách",
    ),
    review_on=date(2026, 11, 16),
    council_on=date(2026, 12, 7),
    seats=(
        SeatFact("Phạm Văn Đạt", "Phó Giám đốc Sở", "Chủ tịch Hội đồng"),
        SeatFact("Lê Hữu Phước", "Trưởng phòng Cải cách hành chính", "Ủy viên (đơn vị sử dụng)"),
        SeatFact("Vũ Thị Ánh", "Ủy viên Ban Thường vụ Đảng ủy", "Ủy viên (cấp ủy)"),
        SeatFact("Hoàng Đình Ổn", "Phó Chủ tịch Công đoàn", "Ủy viên (công đoàn)"),
        SeatFact("Đỗ Thị Mỹ Hạnh", "Phó Trưởng phòng Tổ chức cán bộ", "Ủy viên kiêm Thư ký"),
    ),
    form="khiển trách",
    finding="Để quá hạn 14 hồ sơ thủ tục hành chính trong tháng 9/2026, không xin lỗi người dân và không báo cáo",
    effective_on=date(2027, 1, 5),
    delivery=DeliveryFact(
        "Quyết định kỷ luật", "07/QĐ-SNV", date(2027, 1, 5), date(2027, 1, 6), "by_hand", "Nguyễn Thị Thuỷ Ngưỡng"
    ),
    measure=MeasureFact(
        "nhắc nhở", "Rà soát 14 hồ sơ, xin lỗi từng người dân", "noted", date(2026, 11, 30), date(2026, 10, 1)
    ),
    complaint=ComplaintFact(
        1, date(2027, 1, 14), "Chưa xem xét việc phải làm thay hai người nghỉ ốm",
        "Sổ phân công xác nhận việc làm thay từ ngày 01/9/2026. Nội dung khiếu nại có cơ sở một phần", "amended",
    ),
    decision_number="07/QĐ-SNV",
    decision_on=date(2027, 1, 5),
    rescinded_by="Bản án số 12/2027/HC-ST ngày 20/6/2027 của Tòa án nhân dân thành phố Hà Nội",
    owed=(
        Owed("Sửa kết quả đánh giá tháng 9/2026", date(2027, 7, 5)),
        Owed("Trả phần lương, thưởng đã giữ lại", date(2027, 7, 12)),
        Owed("Xin lỗi công khai tại cơ quan", date(2027, 7, 19)),
    ),
    disclosed=(
        Disclosed(1, "Danh sách 14 hồ sơ quá hạn", date(2026, 10, 20)),
        Disclosed(3, "Báo cáo giải trình lần thứ nhất", date(2026, 10, 28)),
    ),
)  # fmt: skip
PARTY = replace(
    STATE,
    code="KLĐ-2026-0003",
    track=Track.PARTY,
    authority=Authority(
        name="Ủy ban Kiểm tra", superior="Đảng bộ Sở Nội vụ", symbol="UBKT", decider="Ủy ban Kiểm tra Đảng ủy Sở Nội vụ"
    ),
    subject=Subject("Nguyễn Thị Thuỷ Ngưỡng", "Chi ủy viên", "Chi bộ 3", "Đảng viên chính thức"),
    bases=(
        BasisFact("Điều lệ Đảng"),
        BasisFact("Quy định số 69-QĐ/TW ngày 06/7/2022 của Bộ Chính trị", verified=False),
    ),
    signer=Signer(("T/M ỦY BAN KIỂM TRA", "CHỦ NHIỆM"), "Ngô Bá Lợi"),
    council_on=None,
    decision_number="07-QĐ/UBKT",
)


def bare(**changes: Any) -> PaperFacts:
    """The least a case has when it is opened."""
    return replace(
        PaperFacts(
            code="KL-2026-0001", track=Track.ADMINISTRATIVE, authority=Authority("Sở Nội vụ"),
            subject=Subject("Nguyễn Văn A"), acted_on=date(2026, 9, 3), discovered_on=date(2026, 10, 1),
            allegation="Việc A",
        ),
        **changes,
    )  # fmt: skip
