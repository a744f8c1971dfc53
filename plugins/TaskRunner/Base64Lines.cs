using System.Text;

namespace CC.Plugins.TaskRunner;

/// <summary>Base64 in lines of 76 characters with a line break behind each, as CC 0.8.7's runner writes output.</summary>
internal static class Base64Lines
{
    private const int OctetsOfLine = 57;

    public static string Of(string text) =>
        string.Concat(Encoding.UTF8.GetBytes(text).Chunk(OctetsOfLine).Select(line => $"{Convert.ToBase64String(line)}\n"));
}
