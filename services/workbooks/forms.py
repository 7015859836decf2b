"""The forms of an import: the file, what its columns mean, and what shall be done with its rows."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Street
from accounts.scoping import Scope
from services.sheets.reading import MOST_BYTES, SENTENCES
from services.workbooks.columns import Column
from services.workbooks.models import Workbook
from services.workbooks.units import Book


class UploadForm(forms.Form):
    book = forms.ChoiceField(label=gettext_lazy("表格种类"))
    street = forms.ModelChoiceField(
        Street.objects.all(),
        label=gettext_lazy("街道"),
        required=False,
        help_text=gettext_lazy("按街道登记的表格必须选择；全区的登记（例如填报数据、规划指标）不用选。"),
    )
    file = forms.FileField(
        label=gettext_lazy("表格文件"),
        help_text=gettext_lazy("xlsx 或 csv，表头在前十行之内；列名和模板不同也可以，下一步指明。"),
    )

    def __init__(self, *args: Any, books: list[Book], scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(book.code, book.label) for book in books]
        self.whole = {book.code for book in books if book.whole}
        self.fields["book"].choices = [("", "---------"), *choices]  # type: ignore[attr-defined]
        if scope.street:
            del self.fields["street"]

    def clean(self) -> None:
        values = self.cleaned_data
        if "street" in self.fields and "street" not in self.errors and not values.get("street"):
            if values.get("book", "") not in ("", *self.whole):
                self.add_error("street", _("请选择这份表格属于哪个街道。"))

    def clean_file(self) -> Any:
        """Before a large file is read into memory."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(SENTENCES["too_large"])
        return file


class ColumnsForm(forms.Form):
    """One choice per heading of the file: which column it is."""

    def __init__(self, *args: Any, workbook: Workbook, columns: tuple[Column, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.headings = workbook.headings
        choices = [("", _("不导入这一列")), *((column.key, _named(column)) for column in columns)]
        for at, heading in enumerate(self.headings):
            self.fields[f"column_{at}"] = forms.ChoiceField(
                label=heading, choices=choices, required=False, initial=workbook.mapping.get(heading, "")
            )

    @property
    def mapping(self) -> dict[str, str]:
        return {heading: self.cleaned_data[f"column_{at}"] for at, heading in enumerate(self.headings)}


def _named(column: Column) -> str:
    return _("%(column)s（必填）") % {"column": column.heading} if column.required else column.heading


class DecideForm(forms.Form):
    mode = forms.ChoiceField(label=gettext_lazy("怎样导入"), choices=Workbook.Mode.choices, widget=forms.RadioSelect)
    create_people = forms.BooleanField(required=False)

    def __init__(self, *args: Any, workbook: Workbook, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not (new := workbook.counts.get("new_people")):
            del self.fields["create_people"]
            return
        label = _("表里有%(count)s个人还没有登记，同时按表里的姓名和证件号登记他们")
        self.fields["create_people"].label = label % {"count": new}
        self.fields["create_people"].help_text = _("不勾选的，这些人的行不导入。")
