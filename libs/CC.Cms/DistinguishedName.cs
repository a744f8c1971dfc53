using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CC.Cms;

/// <summary>Compares the names of subjects by what they consist of, not by how they are written.</summary>
internal static class DistinguishedName
{
    /// <summary>The only common name; empty if there is none or several, which nobody can tell apart.</summary>
    public static string CommonNameIn(X500DistinguishedName name) =>
        PartsOf(name).Where(part => part.Oid == Oids.CommonName).Select(part => part.Value).ToArray() is [var only] ? only : "";

    /// <summary>Whether both are one name; OpenSSL writes it from the other end than .NET.</summary>
    public static bool AreSame(string one, string another) =>
        TryParse(one) is { } here && TryParse(another) is { } there && (here.SequenceEqual(there) || here.SequenceEqual(there.Reverse()));

    private static (string Oid, string Value)[]? TryParse(string text)
    {
        try
        {
            return [.. PartsOf(new X500DistinguishedName(text))];
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static IEnumerable<(string Oid, string Value)> PartsOf(X500DistinguishedName name) => name
        .EnumerateRelativeDistinguishedNames()
        .Select(part => part.HasMultipleElements ? ("", "") : (part.GetSingleElementType().Value ?? "", part.GetSingleElementValue() ?? ""));
}
