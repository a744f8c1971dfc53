using System.Reflection;
using System.Runtime.CompilerServices;

namespace CC.Sdk.Tests.Surface;

/// <summary>What an assembly offers to others, as lines of text: each public type, and below it each member that others can use.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<string> Of(Assembly assembly) =>
        assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal).SelectMany(Of);

    private static IEnumerable<string> Of(Type type) =>
        [$"{Kind(type)} {type.Namespace}.{TypeName.Of(type)}{Bases(type)}", .. Members(type).Order(StringComparer.Ordinal).Select(member => $"    {member}")];

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        _ when typeof(Delegate).IsAssignableFrom(type) => "delegate",
        { IsValueType: true } => IsRecord(type) ? "record struct" : "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        _ => $"{(type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "")}{(IsRecord(type) ? "record" : "class")}",
    };

    private static bool IsRecord(Type type) =>
        type.GetMethod("<Clone>$") is not null || type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly) is not null;

    private static string Bases(Type type)
    {
        Type?[] bases = [type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum) && parent != typeof(Attribute) ? parent : null, .. Own(type)];
        var names = bases.OfType<Type>().Select(TypeName.Of).ToArray();
        return names is [] ? "" : $" : {string.Join(", ", names)}";
    }

    /// <summary>The interfaces that are worth a word: what records, enumerations and exceptions have anyhow is not.</summary>
    private static IEnumerable<Type> Own(Type type) => type.IsEnum
        ? []
        : type.GetInterfaces()
            .Except(type.BaseType?.GetInterfaces() ?? [])
            .Where(one => !one.IsGenericType || one.GetGenericTypeDefinition() != typeof(IEquatable<>))
            .OrderBy(one => one.FullName, StringComparer.Ordinal);

    private static IEnumerable<string> Members(Type type) =>
        type.IsEnum
            ? Enum.GetValues(type).Cast<object>().Select(value => $"{value} = {Convert.ChangeType(value, Enum.GetUnderlyingType(type))}")
            : type.GetMembers(Declared).Where(IsVisible).Where(member => !IsCompilersOwn(type, member)).Select(member => MemberText.Of(member));

    private static bool IsVisible(MemberInfo member) => member switch
    {
        MethodBase method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly,
        FieldInfo field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly,
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsVisible),
        EventInfo one => IsVisible(one.AddMethod!),
        _ => false,
    };

    /// <summary>Accessors stand with their properties; what the compiler gives every record is known.</summary>
    private static bool IsCompilersOwn(Type type, MemberInfo member) =>
        member is MethodInfo { IsSpecialName: true, Name: not ("op_Implicit" or "op_Explicit") }
        || member.Name.Contains('<')
        || (IsRecord(type) && member.Name is "Equals" or "GetHashCode" or "PrintMembers" or "EqualityContract" or "Deconstruct" or "ToString" && IsGenerated(member))
        || (IsRecord(type) && member is ConstructorInfo { IsFamily: true });

    private static bool IsGenerated(MemberInfo member) =>
        member.GetCustomAttribute<CompilerGeneratedAttribute>() is not null || (member as PropertyInfo)?.GetMethod?.GetCustomAttribute<CompilerGeneratedAttribute>() is not null;
}
