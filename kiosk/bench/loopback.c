/* Loaded before pcscd, so that its virtual reader listens on loopback only: vpcd binds to all
 * addresses. (Its other mode, in which it connects, ends pcscd when a card is taken away:
 * virtualsmartcard 0.8, src/vpcd/vpcd.c, vicc_connect, waits on a socket that is not there.) */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

int bind(int descriptor, const struct sockaddr *address, socklen_t length)
{
    struct sockaddr_in loopback;

    if (length >= sizeof loopback && address->sa_family == AF_INET) {
        memcpy(&loopback, address, sizeof loopback);
        loopback.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        return (int)syscall(SYS_bind, descriptor, &loopback, sizeof loopback);
    }
    return (int)syscall(SYS_bind, descriptor, address, length);
}
