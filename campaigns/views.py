from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe


@require_safe
def logo(request: HttpRequest, name: str) -> FileResponse:
    """A logo; its name is random and changes with the picture, so it may be kept."""
    try:
        file = default_storage.open(f"logos/{name}")
    except OSError as error:
        raise Http404 from error
    response = FileResponse(file, content_type="image/png")
    patch_cache_control(response, public=True, max_age=31536000, immutable=True)
    return response
