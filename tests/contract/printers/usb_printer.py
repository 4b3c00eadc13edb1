"""A USB printer below pyusb: the place of libusb is taken, pyusb itself is the real one."""

from types import SimpleNamespace
from typing import Any

import usb.backend
import usb.core

from tests.contract.printers.firmware import Firmware

VENDOR, PRODUCT = 0x04B8, 0x0202
_OUT, _IN = 0x01, 0x82


class UsbPrinter(usb.backend.IBackend):  # type: ignore[misc]  # pyusb has no types
    """One device with a vendor's interface, and a printer's interface with two endpoints."""

    def __init__(self, firmware: Firmware, *, one_way: bool = False) -> None:
        super().__init__()
        self.firmware = firmware
        self.one_way = one_way
        self.plugged = True
        self.usblp_has_it = True
        self.takes = 1 << 30
        """Bytes until it takes no more."""
        self._answers = b""

    def block(self) -> None:
        self.takes = 0

    def unplug(self) -> None:
        self.plugged = False

    def enumerate_devices(self) -> Any:
        return iter([1] if self.plugged else [])

    def get_device_descriptor(self, dev: Any) -> Any:
        return SimpleNamespace(
            bLength=18,
            bDescriptorType=1,
            bcdUSB=0x0200,
            bDeviceClass=0,
            bDeviceSubClass=0,
            bDeviceProtocol=0,
            bMaxPacketSize0=64,
            idVendor=VENDOR,
            idProduct=PRODUCT,
            bcdDevice=0x0100,
            iManufacturer=0,
            iProduct=0,
            iSerialNumber=0,
            bNumConfigurations=1,
            address=5,
            bus=1,
            port_number=1,
            port_numbers=(1,),
            speed=2,
        )

    def get_configuration_descriptor(self, dev: Any, config: int) -> Any:
        if config:
            raise IndexError(config)
        return SimpleNamespace(
            bLength=9,
            bDescriptorType=2,
            wTotalLength=32,
            bNumInterfaces=2,
            bConfigurationValue=1,
            iConfiguration=0,
            bmAttributes=0xC0,
            bMaxPower=1,
            extra_descriptors=(),
        )

    def get_interface_descriptor(self, dev: Any, intf: int, alt: int, config: int) -> Any:
        if intf > 1 or alt:
            raise IndexError(intf)
        return SimpleNamespace(
            bLength=9,
            bDescriptorType=4,
            bInterfaceNumber=intf,
            bAlternateSetting=0,
            bNumEndpoints=(0, 1 if self.one_way else 2)[intf],
            bInterfaceClass=(255, 7)[intf],
            bInterfaceSubClass=1,
            bInterfaceProtocol=2,
            iInterface=0,
            extra_descriptors=(),
        )

    def get_endpoint_descriptor(self, dev: Any, ep: int, intf: int, alt: int, config: int) -> Any:
        return SimpleNamespace(
            bLength=7,
            bDescriptorType=5,
            bEndpointAddress=(_OUT, _IN)[ep],
            bmAttributes=2,
            wMaxPacketSize=64,
            bInterval=0,
            bRefresh=0,
            bSynchAddress=0,
            extra_descriptors=(),
        )

    def open_device(self, dev: Any) -> Any:
        return dev

    def close_device(self, dev_handle: Any) -> None:
        pass

    def get_configuration(self, dev_handle: Any) -> int:
        return 1

    def is_kernel_driver_active(self, dev_handle: Any, intf: int) -> bool:
        return self.usblp_has_it

    def detach_kernel_driver(self, dev_handle: Any, intf: int) -> None:
        assert intf == 1
        self.usblp_has_it = False

    def claim_interface(self, dev_handle: Any, intf: int) -> None:
        if self.usblp_has_it:
            raise usb.core.USBError("Resource busy", -6, 16)

    def release_interface(self, dev_handle: Any, intf: int) -> None:
        pass

    def bulk_write(self, dev_handle: Any, ep: int, intf: int, data: Any, timeout: int) -> int:
        assert (ep, intf) == (_OUT, 1)
        assert timeout > 0, "0 is forever"
        self._check_plugged()
        raw = bytes(data)[: self.takes]
        self.takes -= len(raw)
        self._answers += self.firmware.feed(raw)
        if len(raw) < len(data):
            raise usb.core.USBTimeoutError("Operation timed out", -7, 110)
        return len(raw)

    def bulk_read(self, dev_handle: Any, ep: int, intf: int, buff: Any, timeout: int) -> int:
        assert (ep, intf) == (_IN, 1)
        assert timeout > 0, "0 is forever"
        self._check_plugged()
        if not self._answers:
            raise usb.core.USBTimeoutError("Operation timed out", -7, 110)
        some, self._answers = self._answers[: len(buff)], self._answers[len(buff) :]
        for at, byte in enumerate(some):
            buff[at] = byte
        return len(some)

    def _check_plugged(self) -> None:
        if not self.plugged:
            raise usb.core.USBError("No such device (it may have been disconnected)", -4, 19)
