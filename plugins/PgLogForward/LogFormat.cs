namespace CC.Plugins.PgLogForward;

/// <summary>How the extension writes log entries into datagrams. It has others, which CC never read.</summary>
public enum LogFormat
{
    /// <summary>tnetstrings, one after the other.</summary>
    Netstr,
}
