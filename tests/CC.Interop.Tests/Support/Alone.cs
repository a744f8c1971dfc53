namespace CC.Interop.Tests.Support;

/// <summary>Tests that measure what the whole process uses; nothing runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "measured alone";
}
