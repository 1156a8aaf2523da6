"""The gallery (development only): every component once, with names as long as they are in life."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from foundation.web.paging import paginate

NAMES = [
    (
        "Nguyễn Hoàng Thị Thanh Phương",
        "Phó Trưởng phòng Kinh tế, Hạ tầng và Đô thị",
        "UBND phường Văn Miếu - Quốc Tử Giám",
        "A",
        "91.0",
    ),
    ("Đỗ Mạnh Cường", "Công chức địa chính - xây dựng", "UBND phường Hà Đông", "B", "77.0"),
    ("Trương Thị Bích Liên", "Chuyên viên", "Sở Nông nghiệp và Môi trường", "C", "68.5"),
    ("Hoàng Minh Châu", "Chuyên viên chính", "Trung tâm Phục vụ hành chính công thành phố", "D", "42.25"),
    ("Tạ Thị Mai Hoa", "Hợp đồng lao động", "Sở Quy hoạch - Kiến trúc", None, None),
]


class SampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(label="Trích yếu", max_length=200, help_text="Viết như trong văn bản, không viết tắt.")
    due_on = forms.DateField(label="Hạn hoàn thành", widget=forms.DateInput(attrs={"placeholder": "dd/mm/yyyy"}))
    unit = forms.ChoiceField(label="Đơn vị", choices=[("", "Chọn đơn vị"), ("1", "UBND phường Hà Đông")])
    reason = forms.CharField(label="Lý do", widget=forms.Textarea(attrs={"rows": 3}))
    kind = forms.ChoiceField(
        label="Cách tính hạn", choices=[("w", "Ngày làm việc"), ("c", "Ngày theo lịch")], widget=forms.RadioSelect
    )
    presence = forms.ChoiceField(
        label="Có mặt", choices=[("ok", "Có mặt"), ("warn", "Có lý do"), ("bad", "Không lý do")], initial="ok"
    )
    agreed = forms.BooleanField(label="Tôi đã đọc lại và chịu trách nhiệm về nội dung này")


def _chart() -> dict[str, Any]:
    names = ["Thời giờ làm việc", "Kéo dài hồ sơ, trì trệ", "Nội quy, thái độ phục vụ", "Đẩy việc lên trên"]
    values = [61, 44, 29, 21]
    return {
        "yAxis": {"type": "category", "inverse": True, "data": names},
        "xAxis": {"type": "value"},
        "series": [
            {
                "type": "bar",
                "barWidth": 12,
                "itemStyle": {"color": "kc:accent"},
                "label": {"show": True, "position": "right", "color": "kc:ink"},
                "data": [{"value": value, "url": "#rows"} for value in values],
            }
        ],
    }


def _lanes() -> list[tuple[str, list[dict[str, Any]]]]:
    posts: list[dict[str, Any]] = [
        {"start": date(2008, 1, 1), "end": date(2013, 8, 1), "text": "Chuyên viên, Phòng Đăng ký kinh doanh số 1"},
        {"start": date(2013, 8, 1), "end": date(2018, 3, 15), "text": "Phó Trưởng phòng Đăng ký kinh doanh số 1"},
        {
            "start": date(2018, 3, 15),
            "end": date(2025, 3, 1),
            "text": "Trưởng phòng, Sở Kế hoạch và Đầu tư",
            "tone": "A",
        },
        {"start": date(2025, 3, 1), "end": None, "text": "Sở Tài chính", "tone": "A"},
    ]
    beside: list[dict[str, Any]] = [
        {"start": date(2016, 2, 1), "end": date(2017, 2, 1), "text": "Biệt phái huyện Ba Vì", "tone": "info"}
    ]
    grades: list[dict[str, Any]] = [
        {"start": date(year, 12, 31), "grade": "ABBCAB"[year % 6]} for year in range(2013, 2026)
    ]
    events: list[dict[str, Any]] = [
        {"start": date(2015, 5, 1), "text": "CSTĐ cơ sở", "tone": "ok", "mark": True},
        {"start": date(2024, 10, 9), "text": "Phê bình", "tone": "warn", "mark": True},
    ]
    return [("Chức vụ", posts), ("Kiêm, biệt phái", beside), ("Xếp loại năm", grades), ("Khen, nhắc nhở", events)]


def _context(request: HttpRequest) -> dict[str, Any]:
    form = SampleForm({"unit": "1", "due_on": "31/02/2026", "presence": "bad"})
    rows = [
        {"name": name, "post": post, "unit": unit, "grade": grade, "points": value}
        for name, post, unit, grade, value in NAMES * 30
    ]
    return {
        "crumbs": [("Cán bộ", "/gallery/"), ("UBND phường Văn Miếu - Quốc Tử Giám", "/gallery/"), ("Mẫu", "")],
        "form": form,
        "page": paginate(request, rows, size=5),
        "states": [("", "Mọi dòng", 150), ("late", "Quá hạn", 4), ("open", "Đang làm", 31)],
        "kinds": [("a", "Văn bản chỉ đạo"), ("b", "Nhiệm vụ giao")],
        "steps": ["Tải tệp", "Khớp cột", "Xem trước", "Nhập"],
        "events": [
            {
                "date": date(2026, 11, 14),
                "title": "Đề nghị đơn vị nộp phương án luân chuyển, lần 2",
                "text": "LC-2026-00077, hạn 01/12/2026",
                "tag": "Luân chuyển",
                "icon": "rotate-clockwise",
                "tone": "bad",
            },
            {
                "date": date(2026, 9, 5),
                "title": "Xếp loại C tháng 8: hai nhiệm vụ trễ trên 10 ngày",
                "text": "Người quyết định: Giám đốc Sở",
                "tag": "Đánh giá",
                "icon": "star",
                "tone": "warn",
            },
            {
                "date": date(2025, 3, 1),
                "title": "Sở Kế hoạch và Đầu tư sáp nhập vào Sở Tài chính, giữ nguyên chức vụ",
                "tag": "Công tác",
                "icon": "git-merge",
                "tone": "info",
            },
        ],
        "reasons": [
            {"text": "Vượt tỷ lệ mức A: 5 người, tối đa 4.", "url": "#rows", "link": "Xem 5 người"},
            "2 người chưa tự chấm.",
        ],
        "parts": [("A", 5), ("B", 17), ("C", 4), ("D", 1), ("", 2)],
        "stat_items": [
            {
                "label": "Hồ sơ thủ tục quá hạn",
                "value": "2,1%",
                "note": "giảm 0,5 điểm",
                "tone": "ok",
                "icon": "trending-down",
            },
            {"label": "Không hoàn thành (D)", "value": "214 người", "note": "0,17% của 128.795", "url": "#rows"},
            {
                "label": "Quá hạn luân chuyển",
                "value": "43 người",
                "note": "5 còn dưới 20 ngày",
                "tone": "bad",
                "icon": "alert-circle",
            },
            {
                "label": "Hài lòng của người dân",
                "value": "91,4%",
                "note": "tăng 0,8 điểm",
                "tone": "ok",
                "icon": "trending-up",
            },
        ],
        "bars": [("UBND xã Sóc Sơn", 14, "#rows"), ("UBND phường Hà Đông", 9, "#rows"), ("Sở Xây dựng", 3)],
        "option": _chart(),
        "chart_rows": [
            ("Thời giờ làm việc", 61),
            ("Kéo dài hồ sơ, trì trệ", 44),
            ("Nội quy, thái độ phục vụ", 29),
            ("Đẩy việc lên trên", 21),
        ],
        "answer_rows": [
            ("Kỳ", "Tháng 11/2026", "#kỳ"),
            ("Đơn vị", "UBND phường Văn Miếu - Quốc Tử Giám"),
            ("Số phiếu", "28"),
        ],
        "today": date(2026, 11, 27),
        "begin": date(2007, 6, 1),
        "until": date(2027, 1, 1),
        "lane_rows": _lanes(),
    }


def show(request: HttpRequest) -> HttpResponse:
    """All components on one page."""
    messages.success(request, "Đã lưu phân công VB-2026-00042.")
    messages.error(request, "Không gửi được thư cho 2 người.")
    return render(request, "components/gallery.html", _context(request))


def show_one(request: HttpRequest, kind: str) -> HttpResponse:
    """The page-sized components: phone, confirm, sign-in, errors."""
    if kind == "phone":
        return render(request, "components/gallery_phone.html", _context(request))
    if kind == "confirm":
        context = {
            "title": "Công bố kết quả tháng 11/2026",
            "consequence": "Sau khi công bố, 28 người nhận thông báo và có 5 ngày làm việc để gửi ý kiến. "
            "Không thể rút lại; chỉ có thể ra bản mới.",
            "rows": _context(request)["answer_rows"],
            "act_label": "Công bố 28 phiếu",
            "back_url": "/gallery/",
        }
        return render(request, "components/confirm_page.html", context)
    if kind == "login":

        class SignIn(forms.Form):
            username = forms.CharField()
            password = forms.CharField(widget=forms.PasswordInput)

        form = SignIn({"username": "khanhvan"}) if "wrong" in request.GET else SignIn()
        return render(request, "accounts/login.html", {"form": form})
    if kind in ("403", "409", "422", "429"):
        context = {"status": int(kind), "message": "Người chấm cấp trên đã lưu phiếu này lúc 10:42."}
        return render(request, f"errors/{kind}.html", context, status=int(kind))
    raise Http404
