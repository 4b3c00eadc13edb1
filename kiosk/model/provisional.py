"""What a patient does with a number that the kiosk gave while the hospital was away."""

from kiosk.model.text import local

PROVISIONAL = "Phiếu tạm / Provisional"
"""In both languages at once, on the page as on paper: staff of any desk must know it."""
PROVISIONAL_STEP = local(
    "Mời {you} đến {desk} với số này: bệnh viện chưa kết nối được, quầy sẽ xếp số khám.",
    "Please take this number to {desk}: the hospital's system cannot be reached, and the desk will "
    "give you a place in the queue.",
)
"""``{you}`` and ``{desk}`` are filled in. Said on paper and on the page with the ticket."""
