using System.Globalization;
using System.Text;

namespace CC.EndToEnd.Tests.LogTransport;

/// <summary>Inodes, as the system's own program tells them.</summary>
internal static class Inode
{
    private const int Attempts = 200;

    public static long Of(string path) =>
        long.Parse(Encoding.ASCII.GetString(ExternalProgram.Run("stat", "-c", "%i", path)), CultureInfo.InvariantCulture);

    /// <summary>Removes a file and makes it anew until it has the inode that it had; false if that does not come back. What was made meanwhile is removed.</summary>
    public static async Task<bool> ReuseAsync(string path, string content)
    {
        var wanted = Of(path);
        var others = Directory.CreateDirectory($"{path}.others").FullName;
        File.Delete(path);
        var isReused = false;
        for (var i = 0; i < Attempts && !isReused; i++)
        {
            await File.WriteAllTextAsync(path, content);
            isReused = Of(path) == wanted;
            if (!isReused)
            {
                File.Move(path, Path.Combine(others, $"{i}"));
            }
        }

        Directory.Delete(others, recursive: true);
        return isReused;
    }
}
