namespace CC.Plugins.PgLogForward;

/// <summary>Makes calls of the database out of log entries. Several stand behind each other: each gets an entry as the one before has left it. Called by one at a time.</summary>
internal interface ILogPlugin
{
    /// <summary>Looks at an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="calls">Gets the calls that are to be sent at once.</param>
    /// <returns>The entry as those that come later are to see it.</returns>
    LogEntry Take(LogEntry entry, ICollection<DatabaseCall> calls);

    /// <summary>Called each second, and with <paramref name="isLast"/> at the end: gives out what has been gathered, if it is time.</summary>
    void Flush(ICollection<DatabaseCall> calls, bool isLast);
}
