namespace CC.Plugins.Mirror;

/// <summary>Which build this is.</summary>
internal static class Build
{
#if NEXT
    public const string Name = "next";
#else
    public const string Name = "first";
#endif
}
