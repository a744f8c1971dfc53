using System.Text;
using CC.Frames;

namespace CC.Bench.Load;

/// <summary>The message that is measured: four frames, as CC's clients send them, whose contents have a given length together.</summary>
internal static class BenchMessage
{
    public const string Type = "bench.hop";

    public static byte[][] Frames(int size)
    {
        var type = Encoding.ASCII.GetBytes(Type);
        var head = "{\"req\":\"bench.hop\",\"time\":1.5,\"hostname\":\"h\",\"data\":\""u8;
        var filler = Math.Max(0, size - type.Length - head.Length - 2);
        byte[] body = [.. head, .. Enumerable.Repeat((byte)'x', filler), .. "\"}"u8];
        return [[], type, body, []];
    }

    public static Multipart Of(int size) => Multipart.Create([.. Frames(size).Select(frame => new ReadOnlyMemory<byte>(frame))]);
}
