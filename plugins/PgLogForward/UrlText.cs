using System.Globalization;
using System.Text;

namespace CC.Plugins.PgLogForward;

/// <summary>Records the way skytools passes them to functions: as in the query of a URL, blanks as <c>+</c>.</summary>
internal static class UrlText
{
    public static string Of(params IEnumerable<(string Key, string Value)> fields) => string.Join('&', fields.Select(field => $"{Quote(field.Key)}={Quote(field.Value)}"));

    private static string Quote(string text)
    {
        var quoted = new StringBuilder();
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            var letter = (char)octet;
            _ = letter switch
            {
                ' ' => quoted.Append('+'),
                _ when char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or '-' => quoted.Append(letter),
                _ => quoted.Append(CultureInfo.InvariantCulture, $"%{octet:X2}"),
            };
        }

        return quoted.ToString();
    }
}
