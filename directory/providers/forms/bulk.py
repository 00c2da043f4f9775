from wtforms import FileField

from directory.kit.forms import Form


class FileForm(Form):
    """A file of places."""

    file = FileField("Your file, CSV or XLSX")

    def given(self) -> tuple[str, bytes] | None:
        """Give the name and the content of the file; None where none was chosen."""
        chosen = self.file.data
        if not chosen or not getattr(chosen, "filename", ""):
            return None
        return chosen.filename, chosen.read()
