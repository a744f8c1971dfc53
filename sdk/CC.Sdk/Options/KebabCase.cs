using System.Text;

namespace CC.Sdk.Options;

/// <summary>Names the way configurations and counters have them.</summary>
internal static class KebabCase
{
    /// <summary><c>LagMaxBytes</c> as <c>lag-max-bytes</c>.</summary>
    public static string Of(string name)
    {
        var kebab = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && kebab.Length > 0)
            {
                kebab.Append('-');
            }

            kebab.Append(char.ToLowerInvariant(letter));
        }

        return kebab.ToString();
    }
}
