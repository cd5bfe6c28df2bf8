from deliveries.models.delivery import CoverLetter, Delivery, DeliveryFile
from deliveries.models.mails import (
    Announcement,
    Dispatch,
    DownloadLink,
    Notice,
    Reminder,
)
from deliveries.models.owed import Owed

__all__ = [
    "Announcement",
    "CoverLetter",
    "Delivery",
    "DeliveryFile",
    "Dispatch",
    "DownloadLink",
    "Notice",
    "Owed",
    "Reminder",
]
