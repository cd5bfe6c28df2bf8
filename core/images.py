import base64
import io
from mimetypes import guess_type

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from PIL import Image

BYTES_MAXIMUM = 5 * 1024 * 1024
PIXELS_MAXIMUM = 20_000_000
SIDE_MAXIMUM = 600  # pixels; a logo is printed 25 mm wide at most


def data_uri(image: File) -> str:
    """A stored picture as part of the page that shows it."""
    kind = guess_type(image.name or "")[0] or "image/png"
    with image.open("rb") as file:
        return f"data:{kind};base64,{base64.b64encode(file.read()).decode()}"


def reencode_logo(upload: File) -> ContentFile:
    """Draw an uploaded PNG or JPEG anew as PNG: what else was in the file is gone."""
    if (upload.size or 0) > BYTES_MAXIMUM:
        raise ValidationError(_("The picture is larger than 5 MB. Make it smaller."))
    try:
        opened = Image.open(upload, formats=["PNG", "JPEG"])
        if opened.width * opened.height > PIXELS_MAXIMUM:
            raise ValidationError(
                _("The picture has too many pixels. Make it smaller.")
            )
        image = opened.convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ValidationError(_("This is not a PNG or JPEG picture.")) from error
    image.thumbnail((SIDE_MAXIMUM, SIDE_MAXIMUM))
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return ContentFile(out.getvalue(), name=f"{get_random_string(22)}.png")
