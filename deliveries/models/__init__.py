from deliveries.models.delivery import CoverLetter, Delivery, DeliveryFile
from deliveries.models.mails import (
    Announcement,
    Dispatch,
    DownloadLink,
    Notice,
    Reminder,
)

__all__ = [
    "Announcement",
    "CoverLetter",
    "Delivery",
    "DeliveryFile",
    "Dispatch",
    "DownloadLink",
    "Notice",
    "Reminder",
]
