"""A printer on USB, by its vendor and product id (USB device class 7, printer)."""

import errno
from typing import Any

import usb.core
import usb.util

from kiosk.devices.printer.line import Line, OpenLine, Voice, seconds_to

_PRINTER_CLASS = 7
_CHUNK = 16384


def usb_line(vendor: int, product: int) -> OpenLine:
    """The first such printer. ``OSError`` while none is plugged in, or it may not be used."""

    def opened(deadline: float) -> Line:
        try:
            device = usb.core.find(idVendor=vendor, idProduct=product)
        except usb.core.NoBackendError as error:
            raise OSError(errno.ENOSYS, "libusb is not installed") from error
        if device is None:
            raise OSError(errno.ENODEV, "no such printer is plugged in")
        return _UsbLine(device)

    return opened


class _UsbLine:
    def __init__(self, device: Any) -> None:
        self._device = device
        self._interface = _printer_interface(device)
        number = self._interface.bInterfaceNumber
        try:
            if device.is_kernel_driver_active(number):
                device.detach_kernel_driver(number)
        except NotImplementedError:
            pass  # this system puts no driver of its own in the way
        usb.util.claim_interface(device, number)
        self._out = _endpoint(self._interface, usb.util.ENDPOINT_OUT)
        self._in = _endpoint(self._interface, usb.util.ENDPOINT_IN)
        self.voice = Voice.NEVER if self._in is None else Voice.PERHAPS

    def write(self, data: bytes, deadline: float) -> None:
        if self._out is None:
            raise OSError(errno.ENODEV, "the device takes no print data")
        for start in range(0, len(data), _CHUNK):
            chunk = data[start : start + _CHUNK]
            if self._out.write(chunk, _milliseconds(deadline)) != len(chunk):
                raise TimeoutError(errno.ETIMEDOUT, "the printer takes no more data")

    def read(self, deadline: float) -> bytes:
        try:
            return bytes(self._in.read(self._in.wMaxPacketSize, _milliseconds(deadline)))
        except usb.core.USBTimeoutError:
            return b""

    def close(self) -> None:
        usb.util.dispose_resources(self._device)


def _printer_interface(device: Any) -> Any:
    for configuration in device:
        for interface in configuration:
            if interface.bInterfaceClass == _PRINTER_CLASS:
                return interface
    raise OSError(errno.ENODEV, "the device is no printer")


def _endpoint(interface: Any, direction: int) -> Any:
    """The bulk endpoint in this direction, or ``None``."""
    return usb.util.find_descriptor(
        interface,
        custom_match=lambda endpoint: (
            usb.util.endpoint_direction(endpoint.bEndpointAddress) == direction
            and usb.util.endpoint_type(endpoint.bmAttributes) == usb.util.ENDPOINT_TYPE_BULK
        ),
    )


def _milliseconds(deadline: float) -> int:
    return max(1, round(seconds_to(deadline) * 1000))
