"""What a file can be refused for. Every refusal has a stable code, a sentence and a way out."""


class FormatError(Exception):
    """A file, or a member of an archive, cannot be read.

    `code` is stable snake_case for scripts, `message` says what is wrong, `hint` what to do about it.
    """

    code: str = "unreadable"
    hint: str = "Check the file and send it again."

    def __init__(self, message: str, *, hint: str | None = None, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if hint is not None:
            self.hint = hint
        if code is not None:
            self.code = code


class EmptyFile(FormatError):
    code = "empty_file"
    hint = "Export the rows again; the file holds nothing."


class NotText(FormatError):
    code = "not_text"
    hint = "Send CSV, JSON lines, XLSX, or a gzip or zip of them."


class BrokenArchive(FormatError):
    code = "broken_archive"
    hint = "The archive is cut off or damaged; make it again and send it again."


class EncryptedFile(FormatError):
    code = "encrypted"
    hint = "Remove the password and send it again."


class UnsafeArchive(FormatError):
    code = "unsafe_archive"
    hint = "Pack plain files only, without folders above the archive and without links."


class NestedArchive(FormatError):
    code = "nested_archive"
    hint = "Unpack the inner archive and send its files."


class TooLarge(FormatError):
    code = "too_large"
    hint = "Split the file into smaller ones."


class SuspiciousRatio(FormatError):
    code = "compression_bomb"
    hint = "The file unpacks to far more than a real export; send it unpacked."


class TooManyMembers(FormatError):
    code = "too_many_members"
    hint = "Send the files in several archives."


class LineTooLong(FormatError):
    code = "line_too_long"
    hint = "A line of a registry export is never that long; check that the file has line ends."


class TooManyColumns(FormatError):
    code = "too_many_columns"
    hint = "Keep only the columns of the registry export."


class BrokenSheet(FormatError):
    code = "broken_sheet"
    hint = "Open the workbook, save it again as XLSX or CSV, and send that."


class BrokenJson(FormatError):
    code = "broken_json"
    hint = "Send JSON lines (one object per line) or one array of objects."


class HeaderMissing(FormatError):
    code = "header_missing"
    hint = "The first line must name the columns, as in the registry's own export."


class ColumnsMissing(FormatError):
    code = "columns_missing"
    hint = "Map the columns by hand, or export them again."


class OtherKind(FormatError):
    code = "other_kind"
    hint = "Choose the import that fits this kind of file."


class TooManyIrregular(FormatError):
    code = "too_many_irregular"
    hint = "Nearly every row is broken; check the separator and the line ends."
