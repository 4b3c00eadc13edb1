"""Card readers, cameras, scanners and printers: each a protocol, real drivers, and a simulator."""
