using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace CC.Sdk.Tests.Surface;

/// <summary>A member's declaration, as much of it as others depend on.</summary>
internal static class MemberText
{
    private static readonly NullabilityInfoContext Nullability = new();

    public static string Of(MemberInfo member) => member switch
    {
        ConstructorInfo constructor => $"{Access(constructor)}new({Parameters(constructor)})",
        MethodInfo method => $"{Access(method)}{Modifiers(method)}{Returned(method.ReturnParameter)} {method.Name}{Generic(method)}({Parameters(method)})",
        PropertyInfo property => Property(property),
        FieldInfo { IsLiteral: true } constant => $"const {TypeName.Of(constant.FieldType)} {constant.Name} = {Literal(constant.GetRawConstantValue())}",
        FieldInfo field => $"{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{Annotated(field.FieldType, Nullability.Create(field))} {field.Name}",
        EventInfo one => $"{Modifiers(one.AddMethod!)}event {TypeName.Of(one.EventHandlerType!)} {one.Name}",
        _ => member.ToString()!,
    };

    private static string Property(PropertyInfo property)
    {
        var accessors = property.GetAccessors(nonPublic: true).Where(IsVisible).ToArray();
        var texts = accessors.Select(accessor => accessor.ReturnType == typeof(void)
            ? $"{(IsInit(accessor) ? "init" : "set")};"
            : "get;");
        var required = property.GetCustomAttribute<RequiredMemberAttribute>() is null ? "" : "required ";
        var index = property.GetIndexParameters() is { Length: > 0 } parameters ? $"this[{string.Join(", ", parameters.Select(Parameter))}]" : property.Name;
        return $"{Access(accessors[0])}{Modifiers(accessors[0])}{required}{Annotated(property.PropertyType, Nullability.Create(property))} {index} {{ {string.Join(' ', texts)} }}";
    }

    private static bool IsVisible(MethodInfo accessor) => accessor.IsPublic || accessor.IsFamily || accessor.IsFamilyOrAssembly;

    private static bool IsInit(MethodInfo setter) => setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static string Modifiers(MethodInfo method) =>
        method.IsStatic ? "static "
        : method.DeclaringType!.IsInterface ? ""
        : method.IsAbstract ? "abstract "
        : method.IsVirtual && !method.IsFinal && method.GetBaseDefinition() == method ? "virtual "
        : method.GetBaseDefinition() != method ? "override "
        : "";

    private static string Returned(ParameterInfo returned) => Annotated(returned.ParameterType, Nullability.Create(returned));

    private static string Generic(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(TypeName.Of))}>" : "";

    private static string Parameters(MethodBase method)
    {
        var extension = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return extension + string.Join(", ", method.GetParameters().Select(Parameter));
    }

    private static string Parameter(ParameterInfo parameter)
    {
        var passing = parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) ? "params "
            : !parameter.ParameterType.IsByRef ? ""
            : parameter.IsIn ? "in "
            : parameter.IsOut ? "out "
            : "ref ";
        var rest = parameter.HasDefaultValue ? $" = {Literal(parameter.DefaultValue)}" : "";
        return $"{passing}{Annotated(parameter.ParameterType, Nullability.Create(parameter))} {parameter.Name}{rest}";
    }

    private static string Annotated(Type type, NullabilityInfo nullability) =>
        !type.IsValueType && !type.IsByRef && nullability.ReadState == NullabilityState.Nullable ? $"{TypeName.Of(type)}?" : TypeName.Of(type);

    private static string Literal(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        bool yes => yes ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
