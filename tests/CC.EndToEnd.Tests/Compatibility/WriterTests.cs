using CC.EndToEnd.Tests.InfoTransport;
using CC.EndToEnd.Tests.LogTransport;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Compatibility;

/// <summary>Files and logs as senders of CC 0.8.7 send them, and what is on the disk then.</summary>
public sealed class WriterTests
{
    [Fact]
    public async Task Info_files_are_stored_whole_with_their_time_and_their_backup_and_nowhere_else()
    {
        await using var transport = new FileTransport(writer: "host-subdirs = yes\nbakext = --prev");
        await transport.Central.StartAsync();

        await Python.RunAsync(
            """
            from cc import *
            import base64, bz2, gzip, hashlib, os, sys, time
            s, copies = dealer(sys.argv[1]), sys.argv[2]
            content = hashlib.sha256(b'seed').digest() * 10000
            def store(name, mtime, data='', blob=None, comp='', host='me'):
                send(s, 'pub.infofile', blob=blob, hostname=host, filename=name, mtime=mtime, data=data, comp=comp, mode='b')
            store('/var/info/blob', 1700000000.123457, blob=content)
            store('/var/info/gzip', 1700000000.5, blob=gzip.compress(content), comp='gzip')
            store('C:\\info\\bzip2', 1700000000.0, data=base64.b64encode(bz2.compress(content)).decode(), comp='bzip2')
            store('/var/info/changed', 1700000000.0, data=base64.b64encode(b'before').decode())
            store('/var/info/changed', 1700000001.0, data=base64.b64encode(b'after').decode())
            store('/var/info/changed', 1700000000.0, data=base64.b64encode(b'older').decode())
            for name, host in (('..', 'me'), ('evil', '..'), ('infoESC', '..'), ('', 'me'), ('evil\x00', 'me')):
                store(name, 1.5, data='eA==', host=host)
            store('../../../evil', 1700000000.0, blob=content)

            def found():
                return {os.path.relpath(os.path.join(folder, name), copies): os.path.join(folder, name)
                    for folder, _, names in os.walk(os.path.dirname(copies)) for name in names if 'copies' in folder}
            names = {'me/' + name for name in ('blob', 'gzip', 'bzip2', 'changed', 'changed--prev', 'evil')}
            while {name for name in found() if not os.path.basename(name).startswith('.')} != names: time.sleep(0.05)
            for name in names:
                expected = {'me/changed': b'after', 'me/changed--prev': b'before'}.get(name, content)
                while open(found()[name], 'rb').read() != expected: time.sleep(0.05)
            times = {name: os.stat(found()['me/' + name]).st_mtime for name in ('blob', 'gzip', 'changed')}
            assert abs(times['blob'] - 1700000000.123457) < 2e-6 and times['gzip'] == 1700000000.5 and times['changed'] == 1700000001.0, times
            assert not any(name.endswith('.new') for name in found())
            """,
            transport.Central.Endpoint,
            transport.Copies);

        await transport.Central.CountsAsync("refused_names", 5);
        Assert.Equal(5, transport.Central.Counter("refused_names"));
        transport.NothingFailed();
    }

    [Fact]
    public async Task Logs_in_pieces_are_appended_byte_for_byte_over_rotations_however_they_travel()
    {
        await using var transport = new Transport();
        await transport.Central.StartAsync();

        await Python.RunAsync(
            """
            from cc import *
            import base64, bz2, gzip, os, random, sys, time
            s, copies = dealer(sys.argv[1]), os.path.join(sys.argv[2], 'me')
            noise = random.Random(1)
            def pieces(name, content, op_mode='', comp='', as_blob=True, inode=1):
                at = 0
                while at < len(content):
                    piece = content[at:at + noise.randrange(1, 5000)]
                    packed = {'gzip': gzip.compress, 'bzip2': bz2.compress}.get(comp, bytes)(piece)
                    send(s, 'pub.logtail', blob=packed if as_blob else None, hostname='me', filename=name, data='' if as_blob else base64.b64encode(packed).decode(),
                        comp=comp, mode='b', fpos=at, op_mode=op_mode, st_dev=7, st_ino=inode)
                    at += len(piece)
            content = noise.randbytes(100000)
            pieces('/log/blob', content)
            pieces('/log/text', content, as_blob=False, op_mode='classic')
            pieces('/log/gzip', content, comp='gzip', inode=2)
            pieces('C:\\log\\bzip2', content, comp='bzip2', inode=3)
            pieces('/log/rotated', content[:50000], op_mode='rotated', inode=4)
            pieces('/log/rotated', content[50000:], op_mode='rotated', inode=5)

            # A name that leads out, and the next log of an honest sender behind it.
            send(s, 'pub.logtail', blob=b'x', hostname='..', filename='evil', data='', comp='', mode='b', fpos=0, op_mode='', st_dev=1, st_ino=1)
            send(s, 'pub.logtail', blob=b'with a slash', hostname='me', filename='/log/after', data='', comp='', mode='b', fpos=0, op_mode='', st_dev=1, st_ino=9)

            def stored(name):
                path = os.path.join(copies, name)
                return open(path, 'rb').read() if os.path.exists(path) else b''
            while any(stored(name) != content for name in ('blob', 'text', 'gzip', 'bzip2')) or stored('after') != b'with a slash': time.sleep(0.05)
            def rotated():
                return sorted(name for name in os.listdir(copies) if name.startswith('rotated.'))
            while [stored(name) for name in rotated()] != [content[:50000], content[50000:]]: time.sleep(0.05)
            assert not os.path.exists(os.path.join(sys.argv[2], 'evil')) and not os.path.exists(os.path.join(sys.argv[2], '..', 'evil'))
            """,
            transport.Central.Endpoint,
            transport.Copies);

        await transport.Central.CountsAsync("refused_names", 1);
        transport.NothingFailed();
    }
}
