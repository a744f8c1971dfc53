namespace CC.Plugins.PgLogForward;

/// <summary>Reads a datagram of the extension pg_logforward in its format <c>netstr</c>: tnetstrings one after the other, in a fixed order; those at the end may be missing.</summary>
internal static class NetstrDatagram
{
    /// <summary>elevel, sqlerrcode, username, database, remotehost, funcname, message, detail, hint, context, debug_query_string.</summary>
    private const int Fields = 11;

    /// <summary>What is wrong with it, or <see cref="DatagramFault.None"/> and what it says.</summary>
    public static DatagramFault TryRead(ReadOnlyMemory<byte> datagram, out LogEntry? entry)
    {
        entry = null;
        var fields = new List<TNetString>(Fields);
        while (!datagram.IsEmpty)
        {
            if (!TNetString.TryRead(datagram, out var field, out var length))
            {
                return DatagramFault.NotNetstr;
            }

            fields.Add(field);
            datagram = datagram[length..];
            if (fields.Count > Fields)
            {
                return DatagramFault.TooManyFields;
            }
        }

        return fields.Count < 2 ? DatagramFault.NoLevel
            : fields.Skip(2).Any(field => field.Tag is not (TNetTag.Text or TNetTag.Null)) ? DatagramFault.BadField
            : fields[0].AsInteger() is not { } level || fields[1].AsInteger() is not { } code ? DatagramFault.BadField
            : ErrorLevels.NameOf(level) is not { } name ? DatagramFault.UnknownLevel
            : Take(Entry(name, code, fields), out entry);
    }

    private static DatagramFault Take(LogEntry read, out LogEntry? entry)
    {
        entry = read;
        return DatagramFault.None;
    }

    private static LogEntry Entry(string level, long code, List<TNetString> fields)
    {
        return new LogEntry
        {
            Level = level,
            SqlErrorCode = code,
            UserName = Text(2),
            Database = Text(3),
            RemoteHost = Text(4),
            FunctionName = Text(5),
            Message = Text(6),
            Detail = Text(7),
            Hint = Text(8),
            Context = Text(9),
            DebugQueryString = Text(10),
        };

        string Text(int index) => index < fields.Count ? fields[index].AsText() : "";
    }
}
