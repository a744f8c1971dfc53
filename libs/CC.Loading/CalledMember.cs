namespace CC.Loading;

/// <summary>A member of another assembly that code calls.</summary>
/// <param name="Type">The full name of its type, without type arguments.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsStatic">Whether it needs no instance.</param>
/// <param name="Parameters">The full names of its parameters' types.</param>
internal sealed record CalledMember(string Type, string Name, bool IsStatic, IReadOnlyList<string> Parameters)
{
    public override string ToString() => $"{Type}.{Name}";
}
