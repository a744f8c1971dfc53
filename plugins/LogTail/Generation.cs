using System.Globalization;
using CC.Files;

namespace CC.Plugins.LogTail;

/// <summary>
/// Names one content of one file: made of the file's time of birth, so that it is found again even if what was saved is lost, and of how often
/// the file was cut short since.
/// </summary>
internal readonly record struct Generation(string Birth, int Cuts)
{
    public static Generation First(FileIdentity identity) => new(identity.Birth.ToString("x", CultureInfo.InvariantCulture), 0);

    public Generation Next() => this with { Cuts = Cuts + 1 };

    public bool IsBefore(Generation other) => Birth == other.Birth && Cuts < other.Cuts;

    public static Generation? Parse(string text) =>
        text.Split('-') is [{ Length: > 0 } birth, var cuts] && int.TryParse(cuts, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new Generation(birth, number)
            : null;

    public override string ToString() => $"{Birth}-{Cuts}";
}
