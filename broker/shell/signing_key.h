/* SPDX-License-Identifier: Apache-2.0 */
/* The file with the broker's signing key: one line of 64 hexadecimal digits, the seed of an Ed25519
 * key pair, readable by its owner alone. The seed never leaves this machine; the public key goes
 * wherever anybody wants it. */
#ifndef BROKER_SHELL_SIGNING_KEY_H
#define BROKER_SHELL_SIGNING_KEY_H

#include "broker/shell/evidence.h"

#define PUBLIC_KEY_TEXT_MAX (2 * PUBLIC_KEY_BYTES)

/* Read the key, or make one where there is no file; what was made is on disk before it is used.
 *
 * Shape:  path - a relative one is below the data directory.
 * Errors: ERR_IO - it cannot be read or written, or others may read it; ERR_CORRUPT - it is no
 *         key; both logged with what to do. */
enum err signing_key_open(struct signing_key *key, const char *data, const char *path);

/* Forget the secret. */
void signing_key_close(struct signing_key *key);

void public_key_text(const uint8_t public_key[PUBLIC_KEY_BYTES],
                     char text[PUBLIC_KEY_TEXT_MAX + 1]);

#endif
