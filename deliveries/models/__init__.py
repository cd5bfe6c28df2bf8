from deliveries.models.delivery import CoverLetter, Delivery, DeliveryFile
from deliveries.models.mails import (
    Announcement,
    Dispatch,
    DownloadLink,
    Notice,
    Reminder,
)
from deliveries.models.packet import Packet

__all__ = [
    "Announcement",
    "CoverLetter",
    "Delivery",
    "DeliveryFile",
    "Dispatch",
    "DownloadLink",
    "Notice",
    "Packet",
    "Reminder",
]
