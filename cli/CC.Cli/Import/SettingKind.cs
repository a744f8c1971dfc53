namespace CC.Cli.Import;

/// <summary>What a value of a configuration file is.</summary>
internal enum SettingKind
{
    Nothing,
    Text,
    List,
    Map,
}
