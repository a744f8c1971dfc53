using System.Buffers.Binary;
using System.Text;

namespace CC.Zmtp.Protocol;

/// <summary>The octets that open a connection, up to the handshake (RFC 37, "Version Negotiation" and "Backwards Interoperability"; RFC 15; RFC 13).</summary>
internal static class Greeting
{
    public const int SignatureSize = 10;
    public const int Size = 64;

    /// <summary>What follows the major version in ZMTP 3: minor version, mechanism, as-server, filler.</summary>
    public const int RestSize = Size - SignatureSize - 1;

    private const int MechanismSize = 20;

    /// <summary>To a 1.0 peer this is the start of a long identity frame, whose body has to follow.</summary>
    public static byte[] Signature(int identityLength)
    {
        var signature = new byte[SignatureSize];
        signature[0] = 0xFF;
        BinaryPrimitives.WriteInt64BigEndian(signature.AsSpan(1), identityLength + 1);
        signature[9] = 0x7F;
        return signature;
    }

    /// <summary>Whether the first octets are a signature; otherwise they start an identity frame of ZMTP 1.0.</summary>
    public static bool IsSignature(ReadOnlySpan<byte> first) => first[0] == 0xFF && (first[9] & 1) == 1;

    public static byte[] Rest(int minor, string mechanism, bool asServer)
    {
        var rest = new byte[RestSize];
        rest[0] = (byte)minor;
        Encoding.ASCII.GetBytes(mechanism, rest.AsSpan(1, MechanismSize));
        rest[1 + MechanismSize] = asServer ? (byte)1 : (byte)0;
        return rest;
    }

    public static (int Minor, string Mechanism, bool AsServer) ParseRest(ReadOnlySpan<byte> rest) =>
        (rest[0], Encoding.ASCII.GetString(rest.Slice(1, MechanismSize)).TrimEnd('\0'), rest[1 + MechanismSize] == 1);

    /// <summary>ZMTP 1.0's whole greeting: the identity as a frame.</summary>
    public static byte[] OldIdentity(ReadOnlySpan<byte> identity) =>
        identity.Length + 1 < 0xFF
            ? [(byte)(identity.Length + 1), 0, .. identity]
            : [0xFF, 0, 0, 0, 0, 0, 0, (byte)((identity.Length + 1) >> 8), (byte)(identity.Length + 1), 0, .. identity];
}
