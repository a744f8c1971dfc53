using System.Text;
using System.Text.Json;
using CC.Cli.CommandLine;

namespace CC.Cli.Import;

/// <summary>Reads JSON with the lines that its values stand in; comments, and commas before a closing bracket, are allowed, as people have them in such files.</summary>
internal static class JsonSettings
{
    /// <exception cref="CommandFailure">It is none.</exception>
    public static Setting Read(string file, string content)
    {
        if (GivenJson.BrokenText(content) is { } broken)
        {
            throw new CommandFailure(ExitCode.Usage, $"FILE {file}: {broken}");
        }

        var octets = Encoding.UTF8.GetBytes(content);
        var lines = new LineCounter(octets);
        var reader = new Utf8JsonReader(octets, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        try
        {
            reader.Read();
            var value = Value(ref reader, file, lines);
            while (reader.Read())
            {
                // Finds what stands behind it.
            }

            return value;
        }
        catch (JsonException invalid)
        {
            throw new CommandFailure(ExitCode.Usage, $"FILE {file}: is no JSON: {invalid.Message.TrimEnd('.')}; a file that is a program has to be run first: node -p 'JSON.stringify(require(\"./ecosystem.config.js\"))' > ecosystem.json");
        }
    }

    private static Setting Value(ref Utf8JsonReader reader, string file, LineCounter lines)
    {
        var line = lines.Of(reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var fields = new List<KeyValuePair<string, Setting>>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var name = reader.GetString()!;
                    reader.Read();
                    fields.Add(new(name, Value(ref reader, file, lines)));
                }

                return new Setting(SettingKind.Map, file, line) { Fields = fields };
            case JsonTokenType.StartArray:
                var items = new List<Setting>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(Value(ref reader, file, lines));
                }

                return new Setting(SettingKind.List, file, line) { Items = items };
            case JsonTokenType.Null:
                return new Setting(SettingKind.Nothing, file, line);
            default:
                return new Setting(SettingKind.Text, file, line) { Text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : Encoding.UTF8.GetString(reader.ValueSpan) };
        }
    }

    /// <summary>Finds the lines of places that come one behind the other.</summary>
    private sealed class LineCounter(byte[] octets)
    {
        private long at;
        private int line = 1;

        public int Of(long position)
        {
            for (; at < position; at++)
            {
                line += octets[at] == '\n' ? 1 : 0;
            }

            return line;
        }
    }
}
