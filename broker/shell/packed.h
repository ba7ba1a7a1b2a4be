/* SPDX-License-Identifier: Apache-2.0 */
/* An image of a bundle as the journal's tables keep it: small and quickly read, for a restart reads
 * all that are open. On the wire images are MessagePack (proto/record.h), and so are those that
 * older releases stored; the first byte tells them apart. */
#ifndef BROKER_SHELL_PACKED_H
#define BROKER_SHELL_PACKED_H

#include "proto/buffer.h"
#include "tongfa/errors.h"
#include "tongfa/state.h"

#define PACKED_BYTES_MAX (24 * 1024)

/* Append an image; there is only one way to write it. */
void packed_write(struct buffer *buffer, const struct bundle_image *image);

/* These bytes are what packed_write writes, good or bad. */
bool packed_is(struct span bytes);

/* Shape:  arrays are not zeroed beyond their count.
 * Errors: ERR_CORRUPT - cut, too long, or a number that means nothing. */
enum err packed_read(struct span bytes, struct bundle_image *image);

#endif
