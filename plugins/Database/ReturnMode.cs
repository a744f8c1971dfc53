namespace CC.Plugins.Database;

/// <summary>What the caller wants back.</summary>
internal enum ReturnMode
{
    Nothing,
    All,
    One,
    Json,
}
