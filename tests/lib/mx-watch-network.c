/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes down whom a program talks to (security row P02). Loaded before the C library
 * (LD_PRELOAD), it stands in for every call that names a peer on the network or looks a
 * name up, adds a line to the file named by MX_WATCH_NETWORK, and goes on as if it were not
 * there:
 *
 *   teahouse connect 127.0.0.1 8008
 *   teahouse lookup localhost
 *
 * Children inherit it. Sockets of this machine's programs (AF_UNIX) and of its kernel are
 * not the network. Any thread: a line is one write () to a file opened for it. */

#include "config.h"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <resolv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define EXPORT     __attribute__ ((visibility ("default")))
#define NEXT(name) ((__typeof__ (&name)) dlsym (RTLD_NEXT, #name))

static void
note (const char *what,
      const char *name,
      int         port)
{
  const char *path = getenv ("MX_WATCH_NETWORK");
  int error = errno;
  char line[512];
  int fd, len;

  if (!path || !name)
    return;
  len = port >= 0 ? snprintf (line, sizeof line, "%s %s %s %d\n", program_invocation_short_name, what, name, port)
                  : snprintf (line, sizeof line, "%s %s %s\n", program_invocation_short_name, what, name);
  fd = open (path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0 || write (fd, line, (size_t) len) != len)
    abort ();
  close (fd);
  errno = error;
}

static void
note_address (const char            *what,
              const struct sockaddr *address)
{
  char name[INET6_ADDRSTRLEN];

  if (address && address->sa_family == AF_INET) {
    const struct sockaddr_in *four = (const void *) address;

    note (what, inet_ntop (AF_INET, &four->sin_addr, name, sizeof name), ntohs (four->sin_port));
  } else if (address && address->sa_family == AF_INET6) {
    const struct sockaddr_in6 *six = (const void *) address;

    note (what, inet_ntop (AF_INET6, &six->sin6_addr, name, sizeof name), ntohs (six->sin6_port));
  }
}

EXPORT int
connect (int                    fd,
         const struct sockaddr *address,
         socklen_t              len)
{
  note_address ("connect", address);
  return NEXT (connect) (fd, address, len);
}

EXPORT ssize_t
sendto (int                    fd,
        const void            *data,
        size_t                 len,
        int                    flags,
        const struct sockaddr *address,
        socklen_t              address_len)
{
  note_address ("send", address);
  return NEXT (sendto) (fd, data, len, flags, address, address_len);
}

EXPORT ssize_t
sendmsg (int                  fd,
         const struct msghdr *message,
         int                  flags)
{
  note_address ("send", message->msg_name);
  return NEXT (sendmsg) (fd, message, flags);
}

EXPORT int
sendmmsg (int             fd,
          struct mmsghdr *messages,
          unsigned int    n,
          int             flags)
{
  unsigned int i;

  for (i = 0; i < n; i++)
    note_address ("send", messages[i].msg_hdr.msg_name);
  return NEXT (sendmmsg) (fd, messages, n, flags);
}

EXPORT int
getaddrinfo (const char             *name,
             const char             *service,
             const struct addrinfo  *hints,
             struct addrinfo       **found)
{
  note ("lookup", name, -1);
  return NEXT (getaddrinfo) (name, service, hints, found);
}

EXPORT struct hostent *
gethostbyname (const char *name)
{
  note ("lookup", name, -1);
  return NEXT (gethostbyname) (name);
}

EXPORT struct hostent *
gethostbyname2 (const char *name,
                int         family)
{
  note ("lookup", name, -1);
  return NEXT (gethostbyname2) (name, family);
}

EXPORT int
res_query (const char    *name,
           int            class,
           int            type,
           unsigned char *answer,
           int            len)
{
  note ("lookup", name, -1);
  return NEXT (res_query) (name, class, type, answer, len);
}

EXPORT int
res_search (const char    *name,
            int            class,
            int            type,
            unsigned char *answer,
            int            len)
{
  note ("lookup", name, -1);
  return NEXT (res_search) (name, class, type, answer, len);
}

EXPORT int
res_nquery (res_state      state,
            const char    *name,
            int            class,
            int            type,
            unsigned char *answer,
            int            len)
{
  note ("lookup", name, -1);
  return NEXT (res_nquery) (state, name, class, type, answer, len);
}

EXPORT int
res_nsearch (res_state      state,
             const char    *name,
             int            class,
             int            type,
             unsigned char *answer,
             int            len)
{
  note ("lookup", name, -1);
  return NEXT (res_nsearch) (state, name, class, type, answer, len);
}
