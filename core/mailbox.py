"""Outgoing mail as files, for an installation that has no mail server."""

import os
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class MailboxBackend(BaseEmailBackend):
    """Writes each message as <UTC time>-<random>.eml, complete or not at all."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.MAILBOX_DIR)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for number, message in enumerate(email_messages):
            try:
                _write(folder, message.message().as_bytes())
            except OSError:
                if not self.fail_silently:
                    raise
                return number
        return len(email_messages)


def _write(folder: Path, content: bytes) -> None:
    now = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    path = folder / f"{now}-{secrets.token_hex(4)}.eml"
    draft = path.with_suffix(".draft")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    draft.rename(path)
