/* SPDX-License-Identifier: Apache-2.0 */
/* Listening sockets of our own. ZeroMQ gets duplicates of them, so that newcomers wait in the
 * kernel's queue while a door has no socket of ZeroMQ's. */
#ifndef BROKER_SHELL_LISTEN_H
#define BROKER_SHELL_LISTEN_H

#include "tongfa/base.h"
#include "tongfa/errors.h"

#define ENDPOINT_BYTES_MAX 256

/* Bind and listen, without ever blocking. An ipc socket file left behind by a dead process is
 * replaced; one that somebody listens at, or a file that is no socket, is not. Its mode becomes
 * 0660: owner and group connect.
 *
 * Shape: endpoint - one that config.c lets through; bound - the same, with the port that was
 *        chosen for "*".
 * Owns:  *fd is the caller's.
 * Errors: ERR_IO - logged: cannot be bound; ERR_BUSY - logged: another process listens there. */
enum err listen_open(const char *endpoint, char bound[ENDPOINT_BYTES_MAX], int *fd);

/* Close it and remove its file. Accepts -1; sets it to that. */
void listen_close(const char *bound, int *fd);

#endif
