using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace CC.Cli.Import;

/// <summary>Reads the first document of a YAML file from the parser's events: what makes objects of them would need reflection, which native code has not. <c>&lt;&lt;</c> takes in other maps.</summary>
internal sealed class YamlSettings
{
    private const string MergeKey = "<<";

    private readonly Dictionary<string, Setting> anchors = [];
    private readonly string file;
    private readonly Parser parser;

    private YamlSettings(string file, TextReader content) => (this.file, parser) = (file, new Parser(content));

    /// <exception cref="CommandFailure">It is none.</exception>
    public static Setting Read(string file, string content)
    {
        using var reader = new StringReader(content);
        try
        {
            return new YamlSettings(file, reader).Document();
        }
        catch (YamlException invalid)
        {
            throw new CommandFailure(ExitCode.Usage, $"FILE {file}: is no YAML: line {invalid.Start.Line}: {invalid.Message.TrimEnd('.')}");
        }
    }

    private Setting Document()
    {
        parser.Consume<StreamStart>();
        return parser.TryConsume<DocumentStart>(out _) ? Value() : new Setting(SettingKind.Nothing, file, 1);
    }

    private Setting Value()
    {
        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            return anchors.TryGetValue(alias.Value.Value, out var named) ? named : throw new YamlException(alias.Start, alias.End, $"there is no anchor &{alias.Value}");
        }

        var start = parser.Accept<NodeEvent>(out var node) ? node : throw new YamlException(parser.Current!.Start, parser.Current.End, "a value is missing");
        var value = start switch
        {
            MappingStart => Map(),
            SequenceStart => List(),
            _ => Text(parser.Consume<Scalar>()),
        };
        if (!start.Anchor.IsEmpty)
        {
            anchors[start.Anchor.Value] = value;
        }

        return value;
    }

    private Setting Map()
    {
        var line = Line(parser.Consume<MappingStart>());
        var own = new List<KeyValuePair<string, Setting>>();
        var merged = new List<KeyValuePair<string, Setting>>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var name = Value();
            var value = Value();
            if (name.Text == MergeKey)
            {
                merged.InsertRange(0, value.Kind == SettingKind.List ? value.Items.Reverse().SelectMany(item => item.Fields) : value.Fields);
            }
            else
            {
                own.Add(new(name.Text, value));
            }
        }

        return new Setting(SettingKind.Map, file, line) { Fields = [.. merged.Where(other => own.All(field => field.Key != other.Key)), .. own] };
    }

    private Setting List()
    {
        var line = Line(parser.Consume<SequenceStart>());
        var items = new List<Setting>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(Value());
        }

        return new Setting(SettingKind.List, file, line) { Items = items };
    }

    private Setting Text(Scalar scalar) => scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null" or "Null" or "NULL"
        ? new Setting(SettingKind.Nothing, file, Line(scalar))
        : new Setting(SettingKind.Text, file, Line(scalar)) { Text = scalar.Value };

    private static int Line(ParsingEvent at) => (int)at.Start.Line;
}
