"""What the eyes are to do on this kiosk."""

from dataclasses import dataclass, field

from kiosk.model.face import VERIFY_DISTANCE

SIMULATED = "simulated"


@dataclass(frozen=True, slots=True)
class VisionPlan:
    """Raises ``ValueError`` for sizes, a threshold or a bound that make no sense."""

    source: str = field(repr=False)
    """``simulated``, or what :func:`kiosk.devices.camera.sources.source_of` takes. Not shown, as
    an address may hold a password."""
    width: int = 1280
    """Pixels that are asked of a device."""
    height: int = 720
    second_opinion: bool = True
    """Ask zbar, too, where its library is installed."""
    faces: bool = False
    """Load the models of faces at the start: some 60 MB, and no wait for the first patient."""
    threshold: float = VERIFY_DISTANCE
    """Largest distance of two descriptors that are one person's (1:1)."""
    light: bool = True
    """The page throws light on the faces that are looked at, and screens are told by it."""
    memory_mb: int = 400
    """Resident megabytes (10⁶ bytes) at which the process has lost its way, and is restarted.
    What a tester holds to a simulated camera comes on top."""

    def __post_init__(self) -> None:
        if not (16 <= self.width <= 8192 and 16 <= self.height <= 8192):
            raise ValueError("a camera is asked for 16 to 8192 pixels a side")
        if not 0.0 < self.threshold < 2.0:
            raise ValueError("a threshold of faces is between 0 and 2")
        if self.memory_mb < 1:
            raise ValueError("the process needs some memory")
