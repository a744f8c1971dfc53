using System.Buffers.Binary;
using CC.Zmtp.Protocol;
using CC.Zmtp.Tests.Support;

namespace CC.Zmtp.Tests.Fuzz;

/// <summary>What a broken or hostile peer might send: something proper, then spoiled.</summary>
internal static class Octets
{
    private static readonly string[] CommandNames = ["READY", "ERROR", "PING", "PONG", "SUBSCRIBE", "CANCEL", "HELLO", "WELCOME", "INITIATE", "X", "JOIN"];

    private static readonly long[] AbsurdLengths = [long.MaxValue, -1, long.MinValue, int.MaxValue, (long)int.MaxValue + 1, uint.MaxValue, 1 << 20, 256, 0];

    /// <summary>A greeting of any version, a handshake, some traffic, and often a few faults.</summary>
    public static byte[] Conversation(Random random)
    {
        byte[] octets = [.. Opening(random), .. Traffic(random)];
        return Spoil(random, octets, faults: random.Next(4));
    }

    /// <summary>Messages and commands, with a fault or more.</summary>
    public static byte[] Frames(Random random) => Spoil(random, Traffic(random), faults: 1 + random.Next(4));

    private static byte[] Opening(Random random) => random.Next(6) switch
    {
        0 => Some(random, 80),
        1 => Greeting.OldIdentity(Some(random, 300)),
        2 => [.. Greeting.Signature(0), (byte)random.Next(1, 3), (byte)random.Next(12), 0, 2, 65, 66],
        3 => [.. Greeting.Signature(0), 3, .. Greeting.Rest(random.Next(3), "PLAIN", random.Next(2) == 0), .. Command(random), .. Command(random)],
        _ => [.. Greeting.Signature(0), 3, .. Greeting.Rest(random.Next(3), "NULL", false), .. Ready(random)],
    };

    private static byte[] Ready(Random random) =>
        Protocol(random.Next(10) == 0 ? "ERROR" : "READY", new HandshakeProperties((SocketType)random.Next(1, 11), Some(random, 20)).Encode());

    private static byte[] Traffic(Random random)
    {
        var octets = new List<byte>();
        for (var i = random.Next(8); i > 0; i--)
        {
            octets.AddRange(random.Next(4) == 0 ? Command(random) : Message(random));
        }

        return [.. octets];
    }

    private static byte[] Message(Random random)
    {
        var frames = new byte[random.Next(1, 6)][];
        for (var i = 0; i < frames.Length; i++)
        {
            frames[i] = Some(random, random.Next(5) == 0 ? 5000 : 30);
        }

        return Messages.Encode(frames).Octets();
    }

    private static byte[] Command(Random random) => Protocol(CommandNames[random.Next(CommandNames.Length)], Some(random, random.Next(5) == 0 ? 400 : 24));

    private static byte[] Protocol(string name, byte[] data) => Zmtp.Protocol.Command.Encode(System.Text.Encoding.ASCII.GetBytes(name), data);

    private static byte[] Some(Random random, int atMost)
    {
        var octets = new byte[random.Next(atMost)];
        random.NextBytes(octets);
        return octets;
    }

    private static byte[] Spoil(Random random, byte[] octets, int faults)
    {
        for (; faults > 0 && octets.Length > 0; faults--)
        {
            var at = random.Next(octets.Length);
            switch (random.Next(6))
            {
                case 0:
                    octets[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    octets[at] = (byte)random.Next(256);
                    break;
                case 2:
                    octets = octets[..at];
                    break;
                case 3:
                    octets = [.. octets[..at], .. octets[Math.Min(octets.Length, at + random.Next(20))..]];
                    break;
                case 4:
                    octets = [.. octets[..at], .. Some(random, 20), .. octets[at..]];
                    break;
                default:
                    octets = [.. octets[..at], (byte)random.Next(8), .. AbsurdLength(random), .. octets[at..]];
                    break;
            }
        }

        return octets;
    }

    private static byte[] AbsurdLength(Random random)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(length, AbsurdLengths[random.Next(AbsurdLengths.Length)]);
        return length;
    }
}
