#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A client of Tongfa in fifty lines, written from proto/SPEC.md alone.
department.py work OFFICE NAME DEPARTMENT                reviews jobs until it is killed
department.py submit COUNTER NAME PROCEDURE KEY FILE     FILE is the application as JSON"""
import json, msgpack, sys, time, zmq
HELLO, PING, FOLLOW, MORE, SUBMIT, CREDIT, VERDICT = 1, 3, 13, 14, 20, 40, 41  # to the broker
WELCOME, ERROR, RECORDED, FACTS, JOB, BATCH = 100, 102, 103, 112, 120, 130  # from the broker

def send(socket, kind, body, *share):
    socket.send_multipart([msgpack.packb(['tongfa', 1, kind, '', body]), *share])

def dialogue(endpoint, hello):  # yields whatever comes, until the broker is silent for too long
    socket, beat_ms, gone_ms, heard = zmq.Context().socket(zmq.DEALER), 1000, 5000, time.monotonic()
    socket.connect(endpoint)
    send(socket, HELLO, hello)
    while (time.monotonic() - heard) * 1000 < gone_ms:
        if not socket.poll(beat_ms // 2):
            send(socket, PING, {})
            continue
        heard, (frame, *payload) = time.monotonic(), socket.recv_multipart()
        kind, _, body = msgpack.unpackb(frame, strict_map_key=False)[2:]
        for kind, _, body in body[1] if kind == BATCH else [(kind, '', body)]:
            if kind == WELCOME: beat_ms, gone_ms = body[4], body[5]
            if kind == ERROR: print(body[2], body[4], file=sys.stderr)
            if kind == ERROR and body[5] != 1: return  # later: connect and say everything again
            if kind == JOB: body[12], payload = payload[0][:body[12]], [payload[0][body[12]:]]
            yield socket, kind, body

def work(office, name, department):
    for socket, kind, body in dialogue(office, {1: 2, 2: name, 3: department}):
        if kind == WELCOME: send(socket, CREDIT, {1: 1})
        if kind != JOB: continue
        verdict = {key: body.get(key, 0) for key in (1, 2, 3, 4)} | {5: 1, 8: 1}  # a grant
        if 'applicant' not in msgpack.unpackb(body[12], strict_map_key=False): verdict |= {5: 2, 6: 'No applicant named.'}
        send(socket, VERDICT, verdict)

def submit(counter, name, procedure, key, file):
    data = msgpack.packb(json.load(open(file)))
    for socket, kind, body in dialogue(counter, {1: 1, 2: name}):
        if kind == WELCOME: send(socket, SUBMIT, {1: procedure, 3: key, 4: 4, 5: len(data)}, data)
        if kind == RECORDED: send(socket, FOLLOW, {1: body[2], 2: 100, 4: body[1]})
        if kind == ERROR: sys.exit(1)
        for fact in body.get(3, []) if kind == FACTS else []:
            number, at_ms, bundle, _, what = msgpack.unpackb(fact[2], strict_map_key=False)
            print(fact[1], at_ms, f'bundle {bundle}: fact {number}', flush=True)
            if number == 20: sys.exit(0 if what[1] == 1 else f'bundle {bundle} ended: {what[1]}')
            send(socket, MORE, {1: 1})

while not {'work': work, 'submit': submit}[sys.argv[1]](*sys.argv[2:]): time.sleep(1)
