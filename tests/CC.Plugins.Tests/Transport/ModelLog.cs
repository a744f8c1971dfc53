using System.Text;
using CC.Files;
using CC.Sdk.Testing;

namespace CC.Plugins.Tests.Transport;

/// <summary>A log file that is written to and rotated, and all that it ever had.</summary>
internal sealed class ModelLog(TemporaryFolder folder, string name)
{
    private readonly StringBuilder everything = new();
    private int lines;
    private int rotations;

    public string Path => folder[name];

    public string Everything => everything.ToString();

    public void Append(int octets)
    {
        var text = new StringBuilder();
        while (text.Length < octets)
        {
            text.Append($"line {++lines} of the log\n");
        }

        text.Length = octets;
        File.AppendAllText(Path, text.ToString());
        everything.Append(text);
    }

    /// <summary>What logrotate does by default. The new file may come later, with what is written first.</summary>
    public void Rename()
    {
        if (File.Exists(Path))
        {
            File.Move(Path, Aside());
            AwaitNextBirth();
        }
    }

    /// <summary>What logrotate's copytruncate does.</summary>
    public void CopyAndCut()
    {
        if (File.Exists(Path))
        {
            AwaitNextBirth();
            File.Copy(Path, Aside());
            using (var file = new FileStream(Path, FileMode.Open, FileAccess.Write))
            {
                file.SetLength(0);
            }

            AwaitNextBirth();
        }
    }

    private string Aside() => $"{Path}.{++rotations:000}";

    /// <summary>Files are dated more coarsely than this model makes them; in the order of their dates they are only if that is waited for.</summary>
    private void AwaitNextBirth()
    {
        var now = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks;
        do
        {
            File.Delete(folder["birth"]);
            File.WriteAllText(folder["birth"], "");
        }
        while (FileStatus.Of(folder["birth"])!.Value.Identity.Birth <= now);

        File.Delete(folder["birth"]);
    }
}
