namespace CC.Plugins.JobMgr;

/// <summary>What a stranger has sent, as it may stand in an answer.</summary>
internal static class Texts
{
    private const int Longest = 100;

    public static string Shown(string text) =>
        $"'{string.Concat(text.Take(Longest).Select(letter => char.IsControl(letter) ? '?' : letter))}{(text.Length > Longest ? ".." : "")}'";
}
