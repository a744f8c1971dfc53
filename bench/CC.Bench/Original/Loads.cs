using System.Text;
using CC.Frames;

namespace CC.Bench.Original;

/// <summary>Messages as the original's daemons send them.</summary>
internal static class Loads
{
    private static readonly byte[] Kilobyte = [.. Enumerable.Repeat((byte)'x', 1023), (byte)'\n'];

    /// <summary>What nobody wants.</summary>
    public static Multipart Dropped { get; } = Message("dispose.this", """{"req": "dispose.this", "time": 1346933478.25, "hostname": "somehost", "blob_hash": "", "data": "xxxxxxxxxxxxx"}""");

    public static Multipart LogLine(int number) => Message(
        "log.info",
        $$"""{"req": "log.info", "time": 1346933478.25, "hostname": "somehost", "blob_hash": "", "log_level": "INFO", "service_type": "d:infosender", "job_name": "cclocal.d:infosender", "log_msg": "line {{number}} of the log", "log_time": 1346933478.25, "log_pid": 4711, "log_line": 12, "log_function": "work"}""");

    /// <summary>A piece of one file, behind those before it.</summary>
    public static Multipart Piece(int round, int number) => Message(
        "pub.logtail",
        $$"""{"req": "pub.logtail", "time": 1346933478.25, "hostname": "somehost", "blob_hash": "", "filename": "/var/log/app{{round}}.log", "data": "", "comp": "none", "mode": "b", "op_mode": "", "fpos": {{number * (long)Kilobyte.Length}}, "st_dev": 1, "st_ino": {{round + 1}}}""",
        Kilobyte);

    /// <summary>A whole file of its own, which is answered once it is stored. Each round has a folder of its own.</summary>
    public static Multipart File(string type, int round, int number) => Message(
        type,
        $$"""{"req": "{{type}}", "time": 1346933478.25, "hostname": "host{{round}}", "blob_hash": "", "filename": "/var/info/file{{number}}", "data": "", "comp": "none", "mode": "b", "mtime": 1346933478.25, "ack": 1, "gen": "1", "size": {{Kilobyte.Length}}}""",
        Kilobyte);

    public static int PieceLength => Kilobyte.Length;

    /// <summary>The content of each file.</summary>
    public static ReadOnlySpan<byte> Content => Kilobyte;

    private static Multipart Message(string type, string body, byte[]? blob = null) => blob is null
        ? Multipart.Create(default, Encoding.ASCII.GetBytes(type), Encoding.UTF8.GetBytes(body), default)
        : Multipart.Create(default, Encoding.ASCII.GetBytes(type), Encoding.UTF8.GetBytes(body), default, blob);
}
